import { Button, Group, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Action, Order } from "@till/contracts";
import { IconCashBanknote, IconReceipt, IconReceiptRefund } from "@tabler/icons-react";
import { leftToRefund } from "@till/domain/transitions";
import { formatMoney } from "../../format.ts";
import { CancelOrder } from "../../orders/cancel-order.tsx";
import { CollectCash } from "./collect-cash.tsx";
import { RefundForm } from "./refund-form.tsx";

/** The actions that the API offers staff for an order now. */
export function ServeOrder({ order }: { order: Order }) {
  return (
    <Group gap="sm">
      {order.actions.map((action) => (
        <ServeAction key={action} action={action} order={order} />
      ))}
      {order.receiptUrl === null ? null : (
        <Button
          component="a"
          href={order.receiptUrl}
          variant="default"
          leftSection={<IconReceipt size={18} aria-hidden />}
        >
          Receipt
        </Button>
      )}
      {order.actions.length === 0 ? (
        <Text c="dimmed" size="sm">
          No more actions for this order.
        </Text>
      ) : null}
    </Group>
  );
}

function ServeAction({ action, order }: { action: Action; order: Order }) {
  switch (action) {
    case "collect":
      return <Collect order={order} />;
    case "refund":
      // All that is left may wait for the gateway. A free order has nothing left, and can be refunded.
      return order.totalAmount > 0 && leftToRefund(order) === 0 ? null : <Refund order={order} />;
    case "cancel":
      return <CancelOrder order={order} />;
    // Only customers can do these.
    case "pay":
    case "confirm":
      return null;
  }
}

function Collect({ order }: { order: Order }) {
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button onClick={open} leftSection={<IconCashBanknote size={18} aria-hidden />}>
        Take {formatMoney(order.totalAmount, order.currency)} in cash
      </Button>
      <CollectCash order={order} opened={isOpen} close={close} />
    </>
  );
}

function Refund({ order }: { order: Order }) {
  const [isOpen, { open, close }] = useDisclosure();
  return (
    <>
      <Button variant="light" onClick={open} leftSection={<IconReceiptRefund size={18} aria-hidden />}>
        Refund
      </Button>
      <RefundForm order={order} opened={isOpen} close={close} />
    </>
  );
}
