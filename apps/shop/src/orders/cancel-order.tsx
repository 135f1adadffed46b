import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type Order, limits } from "@till/contracts";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "../layout/dialog.tsx";
import { explainFailure } from "../layout/failure.tsx";
import { trpc } from "../till.ts";
import { noteOrder } from "./orders.ts";

/** Cancels an order, after a confirmation. */
export function CancelOrder({ order }: { order: Order }) {
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="subtle" color="red" onClick={open}>
        Cancel order
      </Button>
      <Dialog opened={isOpen} onClose={close} title={`Cancel order #${order.id}?`}>
        <CancelForm order={order} close={close} />
      </Dialog>
    </>
  );
}

function CancelForm({ order, close }: { order: Order; close: () => void }) {
  const [reason, setReason] = useState("");
  const cancel = useMutation(
    trpc.orders.cancel.mutationOptions({
      async onSuccess(cancelled) {
        await noteOrder(cancelled);
        close();
      },
    }),
  );
  const trimmed = reason.trim();
  return (
    <Stack>
      <Text>The items return to stock, and nothing is charged. This can&rsquo;t be undone.</Text>
      <TextInput
        label="Reason (optional)"
        maxLength={limits.reasonLength}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      {cancel.isError ? <Alert color="red">{explainFailure(cancel.error)}</Alert> : null}
      <Group justify="end">
        <Button variant="default" onClick={close}>
          Keep order
        </Button>
        <Button
          color="red.9"
          loading={cancel.isPending}
          onClick={() => cancel.mutate({ id: order.id, ...(trimmed !== "" && { reason: trimmed }) })}
        >
          Cancel order
        </Button>
      </Group>
    </Stack>
  );
}
