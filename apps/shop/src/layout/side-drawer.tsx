import { Drawer } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { KeepFocus } from "./focus.tsx";

/** What is open, and also while its drawer closes, so that the drawer does not become empty before it is gone. */
export function useShown(id: number | undefined): number | undefined {
  const [shown, setShown] = useState(id);
  if (id !== undefined && id !== shown) setShown(id);
  return shown;
}

interface SideDrawerProps {
  opened: boolean;
  close: () => void;
  title: string;
  /** What the button that closes it says to screen readers. */
  closeLabel: string;
  children: ReactNode;
}

/** One thing of a list, beside the list. When it closes, the focus always has a place. */
export const SideDrawer = ({ opened, close, title, closeLabel, children }: SideDrawerProps) => (
  <Drawer
    opened={opened}
    onClose={close}
    position="right"
    size="lg"
    styles={{ title: { fontSize: "var(--mantine-font-size-xl)", fontWeight: 700 } }}
    title={title}
    closeButtonProps={{ "aria-label": closeLabel }}
  >
    <KeepFocus />
    {children}
  </Drawer>
);
