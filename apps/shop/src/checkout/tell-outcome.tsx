import { Anchor } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type Order, paymentMethodTable } from "@till/contracts";
import { formatMoney } from "../format.ts";
import { explainFailure } from "../layout/failure.tsx";

/** The result of a purchase: the current order, and the bank's page if the customer has to confirm there. */
export interface Outcome {
  order: Order;
  bankUrl: string | null;
}

/** Notifies a person who left the checkout about the outcome. The notice stays until they close it. */
export function tellOutcome({ order, bankUrl }: Outcome): void {
  const { title, color } = storyOf(order, bankUrl);
  notifications.show({
    color,
    title,
    message: <Anchor href={`/orders/${order.id}`}>View order #{order.id}</Anchor>,
    autoClose: false,
  });
}

/** Notifies them that it failed. */
export function tellFailed(error: unknown): void {
  const message = (
    <>
      {explainFailure(error)} <Anchor href="/orders">View your orders</Anchor>
    </>
  );
  notifications.show({ color: "red", title: "Your payment did not go through", message, autoClose: false });
}

function storyOf({ id, status, totalAmount, currency, paymentMethod }: Order, bankUrl: string | null) {
  if (status === "PAID")
    return { color: "green", title: `We received ${formatMoney(totalAmount, currency)} for order #${id}.` };
  if (bankUrl !== null) return { color: "yellow", title: `Confirm the payment for order #${id} with your bank.` };
  if (!paymentMethodTable[paymentMethod].usesGateway)
    return { color: "green", title: `Order #${id} is placed. Pay in cash on delivery.` };
  return { color: "blue", title: `The payment for order #${id} is being processed.` };
}
