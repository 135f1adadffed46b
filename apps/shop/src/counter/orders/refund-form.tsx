import { Alert, Button, Checkbox, Group, Modal, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type Order, limits } from "@till/contracts";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { decimalsOf, formatMoney } from "../../format.ts";
import { explainFailure } from "../../layout/failure.tsx";
import { trpc } from "../../till.ts";
import { toMajorUnits, toMinorUnits } from "./minor-units.ts";
import { noteServed } from "./served.ts";

/** Gives money of an order back, all that is left of it or a part. */
export function RefundForm({ order, opened, close }: { order: Order; opened: boolean; close: () => void }) {
  return (
    <Modal opened={opened} onClose={close} title={`Refund order #${order.id}`} centered>
      <RefundFields order={order} close={close} />
    </Modal>
  );
}

function RefundFields({ order, close }: { order: Order; close: () => void }) {
  const { id, totalAmount, refundedAmount, currency } = order;
  const decimals = decimalsOf(currency);
  const left = totalAmount - refundedAmount;
  const [text, setText] = useState(toMajorUnits(left, decimals));
  const [reason, setReason] = useState("");
  const [restock, setRestock] = useState(false);
  const refund = useRefund(close);
  const amount = toMinorUnits(text, decimals);
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
          {formatMoney(left, currency)} of {formatMoney(totalAmount, currency)} can be given back. It goes the way that
          it came, and can&rsquo;t be undone.
        </Text>
        <NumberInput
          label={`Amount in ${currency}`}
          data-autofocus
          hideControls
          allowNegative={false}
          decimalScale={decimals}
          thousandSeparator=","
          defaultValue={text}
          onValueChange={({ value }) => setText(value)}
          error={problem}
        />
        <TextInput
          label="Reason (optional)"
          description="The customer reads it in the story of the order."
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
            Back
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
      onSuccess({ order, refund }) {
        noteServed(order);
        close();
        const message = `${formatMoney(refund.amount, order.currency)} given back.`;
        notifications.show({ color: "grape", title: `Order #${order.id}`, message });
      },
    }),
  );
}

function problemOf(amount: number | null, left: number, format: (amount: number) => string): string | null {
  if (amount === null || amount === 0) return "Give an amount, such as 250 or 99.50.";
  return amount > left ? `No more than ${format(left)} is left.` : null;
}
