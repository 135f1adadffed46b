import { Container, Group, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { pageSettings } from "../page-settings.ts";

/**
 * One page of the shop: its title, in the tab and as the heading, what is above and beside the heading, and its
 * content. A page with `heading={null}` renders its own `<PageTitle>`.
 */
export function Page({
  title,
  heading = title,
  above,
  aside,
  size = "lg",
  children,
}: {
  title: string;
  heading?: ReactNode;
  above?: ReactNode;
  aside?: ReactNode;
  size?: "sm" | "md" | "lg";
  children: ReactNode;
}) {
  return (
    <Container size={size} py={{ base: "md", sm: "xl" }}>
      <title>{`${title} · ${pageSettings.name}`}</title>
      {above}
      {heading === null ? null : (
        <Group justify="space-between" align="end" mb="lg">
          <PageTitle>{heading}</PageTitle>
          {aside}
        </Group>
      )}
      {children}
    </Container>
  );
}

/** The only heading that gets the focus when the page opens. */
export const PageTitle = ({ children }: { children: ReactNode }) => (
  <Title order={1} fz={{ base: 26, sm: 32 }} tabIndex={-1}>
    {children}
  </Title>
);
