import { Alert, Button, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { Dialog } from "./dialog.tsx";
import { explainFailure } from "./failure.tsx";

interface ConfirmModalProps {
  opened: boolean;
  title: string;
  /** What will happen, and whether it can be undone. */
  children: ReactNode;
  /** The label of the button that confirms. */
  action: string;
  /** The label of the button that cancels. */
  otherwise?: string;
  color?: string;
  /** The mutation. */
  doing: { isPending: boolean; isError: boolean; error: unknown };
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks for confirmation of something that can't be undone. It stays open and shows the error if that fails. */
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
