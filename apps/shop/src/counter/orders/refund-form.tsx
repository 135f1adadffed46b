import { Alert, Button, Checkbox, Group, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type Order, limits } from "@till/contracts";
import { useMutation } from "@tanstack/react-query";
import { leftToRefund } from "@till/domain/transitions";
import { type FormEvent, useState } from "react";
import { readAmount, writeAmount } from "../../amount.ts";
import { formatMoney } from "../../format.ts";
import { Dialog } from "../../layout/dialog.tsx";
import { explainFailure } from "../../layout/failure.tsx";
import { trpc } from "../../till.ts";
import { noteServed } from "./served.ts";

/** Refunds the rest of an order, or a part of it. */
export function RefundForm({ order, opened, close }: { order: Order; opened: boolean; close: () => void }) {
  return (
    <Dialog opened={opened} onClose={close} title={`Refund order #${order.id}`}>
      <RefundFields order={order} close={close} />
    </Dialog>
  );
}

function RefundFields({ order, close }: { order: Order; close: () => void }) {
  const { id, totalAmount, currency } = order;
  const left = leftToRefund(order);
  const [text, setText] = useState(writeAmount(left, currency));
  const [reason, setReason] = useState("");
  const [restock, setRestock] = useState(false);
  const refund = useRefund(close);
  const amount = readAmount(text, currency);
  const problem = problemOf(amount, left, (value) => formatMoney(value, currency));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (amount === null || problem !== null) return;
    refund.mutate({ id, amount, restock, ...(reason.trim() !== "" && { reason: reason.trim() }) });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text>
          Up to {formatMoney(left, currency)} of {formatMoney(totalAmount, currency)} can be refunded. The money is
          refunded to the original payment method. This can&rsquo;t be undone.
        </Text>
        <TextInput
          label={`Amount in ${currency}`}
          data-autofocus
          inputMode="decimal"
          autoComplete="off"
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          error={problem}
        />
        <TextInput
          label="Reason (optional)"
          description="The customer sees it in the timeline of the order."
          maxLength={limits.reasonLength}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        <Checkbox
          label="Put the items back into stock"
          checked={restock}
          disabled={order.refunds.some(({ restocked }) => restocked)}
          onChange={({ currentTarget }) => setRestock(currentTarget.checked)}
        />
        {refund.isError ? <Alert color="red">{explainFailure(refund.error)}</Alert> : null}
        <Group justify="end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={refund.isPending} disabled={problem !== null}>
            {amount === null || problem !== null ? "Refund" : `Refund ${formatMoney(amount, currency)}`}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function useRefund(close: () => void) {
  return useMutation(
    trpc.orders.refund.mutationOptions({
      async onSuccess({ order, refund }) {
        await noteServed(order);
        close();
        const money = formatMoney(refund.amount, order.currency);
        const message =
          refund.status === "PENDING" ? `The refund of ${money} waits for the payment gateway.` : `${money} refunded.`;
        notifications.show({ color: "grape", title: `Order #${order.id}`, message });
      },
    }),
  );
}

function problemOf(amount: number | null, left: number, format: (amount: number) => string): string | null {
  if (amount === null) return "Enter an amount such as 1,250 or 99.50, with a point before the decimals.";
  if (amount === 0) return "Enter an amount above zero.";
  return amount > left ? `At most ${format(left)} can be refunded.` : null;
}
