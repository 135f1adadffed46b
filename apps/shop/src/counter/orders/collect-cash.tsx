import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { Order } from "@till/contracts";
import { useMutation } from "@tanstack/react-query";
import { formatMoney } from "../../format.ts";
import { ConfirmModal } from "../../layout/confirm-modal.tsx";
import { trpc } from "../../till.ts";
import { noteServed } from "./served.ts";

/** Takes the cash of an order that is paid on delivery, after asking whether it is all there. */
export function CollectCash({ order, opened, close }: { order: Order; opened: boolean; close: () => void }) {
  const { id, totalAmount, currency, customer } = order;
  const amount = formatMoney(totalAmount, currency);
  const collect = useMutation(
    trpc.orders.collect.mutationOptions({
      onSuccess({ order: paid }) {
        noteServed(paid);
        close();
        notifications.show({ color: "green", title: `Order #${id} is paid`, message: `${amount} in cash.` });
      },
    }),
  );
  return (
    <ConfirmModal
      opened={opened}
      title={`Cash for order #${id}`}
      action={`I have ${amount}`}
      otherwise="Not yet"
      color="pine"
      doing={collect}
      onConfirm={() => collect.mutate({ id })}
      onClose={close}
    >
      <Text>
        {customer.name} pays {amount}. The order is paid from then on; to give money back, refund it.
      </Text>
    </ConfirmModal>
  );
}
