import { Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { Order } from "@till/contracts";
import { useMutation } from "@tanstack/react-query";
import { formatMoney } from "../../format.ts";
import { ConfirmModal } from "../../layout/confirm-modal.tsx";
import { trpc } from "../../till.ts";
import { noteServed } from "./served.ts";

/** Marks an order as paid in cash, after a confirmation. */
export function CollectCash({ order, opened, close }: { order: Order; opened: boolean; close: () => void }) {
  const { id, totalAmount, currency, customer } = order;
  const amount = formatMoney(totalAmount, currency);
  const collect = useMutation(
    trpc.orders.collect.mutationOptions({
      async onSuccess({ order: paid }) {
        await noteServed(paid);
        close();
        notifications.show({
          color: "green",
          title: `Order #${id} is paid`,
          message: `We received ${amount} in cash.`,
        });
      },
    }),
  );
  return (
    <ConfirmModal
      opened={opened}
      title={`Cash for order #${id}`}
      action={`Confirm ${amount} received`}
      color="pine"
      doing={collect}
      onConfirm={() => collect.mutate({ id })}
      onClose={close}
    >
      <Text>
        {customer.name} pays {amount} in cash. The order is then paid. To return money later, refund the order.
      </Text>
    </ConfirmModal>
  );
}
