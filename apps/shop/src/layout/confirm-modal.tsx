import { Alert, Button, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { Dialog } from "./dialog.tsx";
import { explainFailure } from "./failure.tsx";

interface ConfirmModalProps {
  opened: boolean;
  title: string;
  /** What will happen, and whether it can be undone. */
  children: ReactNode;
  /** What the button that does it says. */
  action: string;
  /** What the button that does nothing says. */
  otherwise?: string;
  color?: string;
  /** The doing: a mutation. */
  doing: { isPending: boolean; isError: boolean; error: unknown };
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something is done that can't be undone, and stays to say so if it did not work. */
export function ConfirmModal(props: ConfirmModalProps) {
  const { opened, title, children, action, otherwise = "Cancel", color = "red", doing, onConfirm, onClose } = props;
  return (
    <Dialog opened={opened} onClose={onClose} title={title}>
      <Stack>
        {children}
        {doing.isError ? <Alert color="red">{explainFailure(doing.error)}</Alert> : null}
        <Group justify="end">
          <Button variant="default" onClick={onClose}>
            {otherwise}
          </Button>
          <Button color={color} loading={doing.isPending} onClick={onConfirm}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
