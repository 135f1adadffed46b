import { Container, Group, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** One page of the shop: its title in the tab and as the heading, what belongs beside the heading, and what it shows. */
export function Page({
  title,
  heading = title,
  aside,
  size = "lg",
  children,
}: {
  title: string;
  heading?: ReactNode;
  aside?: ReactNode;
  size?: "sm" | "md" | "lg";
  children: ReactNode;
}) {
  return (
    <Container size={size} py={{ base: "md", sm: "xl" }}>
      <title>{`${title} · Till demo shop`}</title>
      <Group justify="space-between" align="end" mb="lg">
        <Title order={1} tabIndex={-1}>
          {heading}
        </Title>
        {aside}
      </Group>
      {children}
    </Container>
  );
}
