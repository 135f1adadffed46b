import { Center, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";

/** Shown if there is nothing to show or something failed. It says what is the case and what to do next. */
export function Message({
  icon: Symbol,
  title,
  color = "gray",
  children,
  action,
}: {
  icon: Icon;
  title: string;
  color?: string;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Center py="xl" mih={320}>
      <Stack align="center" gap="sm" maw={440} ta="center">
        <ThemeIcon size={56} radius="xl" variant="light" color={color}>
          <Symbol size={28} aria-hidden />
        </ThemeIcon>
        <Title order={2} size="h3">
          {title}
        </Title>
        <Text c="dimmed">{children}</Text>
        {action}
      </Stack>
    </Center>
  );
}
