import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type OrderRefund, type Refund, limits } from "@till/contracts";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "../layout/dialog.tsx";
import { explainFailure } from "../layout/failure.tsx";
import { trpc } from "../till.ts";
import { noteOrder } from "./orders.ts";

const noteRefund = async ({ order }: OrderRefund) => noteOrder(order);

/** What staff can do about a refund that the gateway did not take: try it again, or drop it. */
export function FailedRefund({ refund }: { refund: Refund }) {
  const { orderId, id: refundId } = refund;
  const [isOpen, { open, close }] = useDisclosure();
  const retry = useMutation(trpc.orders.retryRefund.mutationOptions({ onSuccess: noteRefund }));
  return (
    <>
      <Button
        size="compact-sm"
        variant="light"
        loading={retry.isPending}
        onClick={() => retry.mutate({ id: orderId, refundId })}
      >
        Try again
      </Button>
      <Button size="compact-sm" variant="subtle" color="red" onClick={open}>
        Drop refund
      </Button>
      {retry.isError ? <Alert color="red">{explainFailure(retry.error)}</Alert> : null}
      <Dialog opened={isOpen} onClose={close} title={`Drop the refund of order #${orderId}?`}>
        <DropForm refund={refund} close={close} />
      </Dialog>
    </>
  );
}

function DropForm({ refund: { orderId, id: refundId }, close }: { refund: Refund; close: () => void }) {
  const [reason, setReason] = useState("");
  const drop = useMutation(
    trpc.orders.dropRefund.mutationOptions({
      async onSuccess(dropped) {
        await noteRefund(dropped);
        close();
      },
    }),
  );
  const trimmed = reason.trim();
  return (
    <Stack>
      <Text>
        Till does not tell the payment gateway of this refund again. Look at the gateway first: if an answer was lost,
        the money may have gone back. This can&rsquo;t be undone.
      </Text>
      <TextInput
        label="Reason (optional)"
        description="Only the shop sees it."
        maxLength={limits.reasonLength}
        value={reason}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      {drop.isError ? <Alert color="red">{explainFailure(drop.error)}</Alert> : null}
      <Group justify="end">
        <Button variant="default" onClick={close}>
          Keep refund
        </Button>
        <Button
          color="red.9"
          loading={drop.isPending}
          onClick={() => drop.mutate({ id: orderId, refundId, ...(trimmed !== "" && { reason: trimmed }) })}
        >
          Drop refund
        </Button>
      </Group>
    </Stack>
  );
}
