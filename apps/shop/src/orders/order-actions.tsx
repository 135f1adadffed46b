import { Button, Group } from "@mantine/core";
import type { Action, Order } from "@till/contracts";
import { openPayment } from "@till/domain/transitions";
import { IconCashRegister, IconCreditCard, IconFileTypePdf, IconReceipt, IconShieldCheck } from "@tabler/icons-react";
import { ButtonLink } from "../layout/link.tsx";
import { useUser } from "../session/session.ts";
import { CancelOrder } from "./cancel-order.tsx";

/** The actions that the API offers the person for an order, and the receipt once it exists. */
export function OrderActions({ order }: { order: Order }) {
  const isCustomer = useUser()?.role === "customer";
  const waiting = openPayment(order)?.nextAction;
  return (
    <Group gap="sm">
      {isCustomer && waiting ? <WaitingForBank id={order.id} url={waiting.url} /> : null}
      {order.actions.map((action) => (
        <ActionButton key={action} action={action} order={order} />
      ))}
      {order.receiptUrl === null ? null : <ReceiptLinks url={order.receiptUrl} />}
    </Group>
  );
}

function ActionButton({ action, order }: { action: Action; order: Order }) {
  switch (action) {
    case "pay":
      return (
        <ButtonLink to="/checkout" search={{ order: order.id }} leftSection={<IconCreditCard size={18} aria-hidden />}>
          Pay now
        </ButtonLink>
      );
    case "confirm":
      // `WaitingForBank` has it: not every gateway lets Till confirm.
      return null;
    case "cancel":
      return <CancelOrder order={order} />;
    case "collect":
    case "refund":
      return <CounterLink action={action} id={order.id} />;
  }
}

/** Staff take cash and make refunds at the counter. */
function CounterLink({ action, id }: { action: "collect" | "refund"; id: number }) {
  return (
    <ButtonLink to="/counter/orders" search={{ order: id }} leftSection={<IconCashRegister size={18} aria-hidden />}>
      {action === "collect" ? "Take cash" : "Refund"} at the counter
    </ButtonLink>
  );
}

/** While an attempt waits for the customer: the bank's page, which leads back here, and the way out. */
const WaitingForBank = ({ id, url }: { id: number; url: string }) => (
  <>
    <Button component="a" href={url} leftSection={<IconShieldCheck size={18} aria-hidden />}>
      Confirm with your bank
    </Button>
    <ButtonLink
      to="/checkout"
      search={{ order: id, replace: true }}
      variant="default"
      leftSection={<IconCreditCard size={18} aria-hidden />}
    >
      Use another card
    </ButtonLink>
  </>
);

function ReceiptLinks({ url }: { url: string }) {
  return (
    <>
      <Button component="a" href={url} variant="light" leftSection={<IconReceipt size={18} aria-hidden />}>
        Receipt
      </Button>
      <Button
        component="a"
        href={`${url}.pdf`}
        variant="subtle"
        leftSection={<IconFileTypePdf size={18} aria-hidden />}
      >
        PDF
      </Button>
    </>
  );
}
