import { Skeleton, Stack } from "@mantine/core";

/** A placeholder for the rows of a list. */
export const LoadingRows = (props: { what: string; rows: number; height: number; gap?: "xs" | "sm" }) => (
  <Stack gap={props.gap ?? "xs"} aria-busy="true" aria-label={`${props.what} are being loaded`}>
    {Array.from({ length: props.rows }, (_, index) => (
      <Skeleton key={index} height={props.height} radius="md" />
    ))}
  </Stack>
);
