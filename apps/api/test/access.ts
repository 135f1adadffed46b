import type { RefusalCode } from "@till/contracts";
import { type Till, somebody } from "./till.ts";

/** What a call may be about: things of one customer, and of the shop. */
export type Scene = Awaited<ReturnType<typeof setScene>>;

/** An order of somebody that waits to be paid, another in cash, a paid one with its message, and what staff have set up. */
export async function setScene(till: Till) {
  const owner = somebody();
  const api = till.as(owner);
  const staff = till.as(somebody("staff"));
  // There may be only so many of them.
  await till.rows("UPDATE api_keys SET revoked_at = created_at WHERE revoked_at IS NULL");
  for (const { id } of (await staff.webhooks.endpoints.list.query()).items)
    await staff.webhooks.endpoints.delete.mutate({ id });
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const order = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const cashOrder = await api.orders.create.mutate({ items, paymentMethod: "COD" });
  const paidOrder = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const waitingOrder = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  await api.orders.pay.mutate({ id: paidOrder.id });
  const source = { token: "pm_card_threeDSecure2Required" };
  const { payment } = await api.orders.pay.mutate({ id: waitingOrder.id, source });
  await till.settled();
  const [message] = (await staff.notifications.list.query({ orderId: paidOrder.id })).items;
  const endpoint = await staff.webhooks.endpoints.create.mutate({
    url: `https://${crypto.randomUUID()}.example/`,
    eventTypes: ["order.created"],
  });
  await api.orders.create.mutate({ items, paymentMethod: "COD" });
  const [delivery] = (await staff.webhooks.deliveries.list.query({ endpointId: endpoint.id })).items;
  const key = await staff.apiKeys.create.mutate({ name: "Of the scene", role: "staff" });
  return { owner, items, order, cashOrder, paidOrder, waitingOrder, payment, message, endpoint, delivery, key };
}

/** What a call is answered: done, or the code of its refusal. */
type Answer = "done" | RefusalCode;

/** A call of one procedure, and what it is answered besides what its policy says. */
export interface AccessRow {
  readonly input: (scene: Scene) => unknown;
  /** To the owner of what the call is about; `done`, if nothing is said. */
  readonly owner?: Answer;
  /** To a customer who owns nothing of it; as to the owner, if nothing is said. */
  readonly stranger?: Answer;
  /** To staff; `done`, if nothing is said. */
  readonly staff?: Answer;
}

const unlessOwner = { stranger: "ORDER_NOT_FOUND" } as const;

/** A row for each procedure of the router. One without a row fails the test. */
export const accessRows: Record<string, AccessRow> = {
  "apiKeys.create": { input: () => ({ name: "Export", role: "staff" }) },
  "apiKeys.list": { input: () => ({}) },
  "apiKeys.revoke": { input: ({ key }) => ({ id: key.id }) },
  "auth.me": { input: () => undefined },
  "notifications.get": { input: ({ message }) => ({ id: message?.id }), stranger: "NOTIFICATION_NOT_FOUND" },
  "notifications.list": { input: ({ paidOrder }) => ({ orderId: paidOrder.id }) },
  "orders.cancel": { input: ({ order }) => ({ id: order.id }), ...unlessOwner },
  "orders.collect": { input: ({ cashOrder }) => ({ id: cashOrder.id }) },
  "orders.confirm": {
    input: ({ waitingOrder, payment }) => ({ id: waitingOrder.id, paymentId: payment.id, outcome: "COMPLETE" }),
    ...unlessOwner,
  },
  "orders.create": { input: ({ items }) => ({ items, paymentMethod: "COD" }) },
  "orders.get": { input: ({ order }) => ({ id: order.id }), ...unlessOwner },
  "orders.list": { input: ({ owner }) => ({ userId: owner.id }), stranger: "FORBIDDEN" },
  "orders.pay": { input: ({ order }) => ({ id: order.id }), ...unlessOwner },
  "orders.quote": { input: ({ items }) => ({ items }) },
  "orders.refund": { input: ({ paidOrder }) => ({ id: paidOrder.id }) },
  "orders.summary": { input: () => ({}) },
  "orders.timeline": { input: ({ order }) => ({ id: order.id }), ...unlessOwner },
  "products.get": { input: ({ items }) => ({ id: items[0]?.productId }) },
  "products.list": { input: () => ({}) },
  "sandbox.failMessages": { input: () => ({ channel: "SMS" }) },
  "sandbox.reset": { input: () => undefined },
  "sandbox.signIn": {
    input: () => ({ userId: "usr_nobody" }),
    owner: "USER_NOT_FOUND",
    staff: "USER_NOT_FOUND",
  },
  "sandbox.users": { input: () => undefined },
  "webhooks.deliveries.list": { input: () => ({}) },
  "webhooks.deliveries.replay": { input: ({ delivery }) => ({ id: delivery?.id }) },
  "webhooks.endpoints.create": { input: () => ({ url: "https://shop.example/", eventTypes: ["order.paid"] }) },
  "webhooks.endpoints.delete": { input: ({ endpoint }) => ({ id: endpoint.id }) },
  "webhooks.endpoints.get": { input: ({ endpoint }) => ({ id: endpoint.id }) },
  "webhooks.endpoints.list": { input: () => undefined },
  "webhooks.endpoints.update": { input: ({ endpoint }) => ({ id: endpoint.id, description: "Changed" }) },
};
