import type { RefusalCode } from "@till/contracts";
import { orderWithFailedRefund } from "./customer-with-order.ts";
import { type Till, somebody } from "./till.ts";

/** Things of one customer and of the shop that a call may be about, each made when it is first asked for. */
export type Scene = ReturnType<typeof setScene>;

/** Somebody's orders, one in each state that a call may need, and what staff have set up. */
export function setScene(till: Till) {
  const owner = somebody();
  const api = till.as(owner);
  const staff = till.as(somebody("staff"));
  const items = once(async () => [{ productId: await till.addProduct(), quantity: 1 }]);
  const place = async (paymentMethod: "COD" | "ONLINE") =>
    api.orders.create.mutate({ items: await items(), paymentMethod });
  const paidOrder = once(async () => {
    const { id } = await place("ONLINE");
    return (await api.orders.pay.mutate({ id })).order;
  });
  const endpoint = once(async () => {
    // There may be only so many of them.
    for (const { id } of (await staff.webhooks.endpoints.list.query()).items)
      await staff.webhooks.endpoints.delete.mutate({ id });
    const url = `https://${crypto.randomUUID()}.example/`;
    return staff.webhooks.endpoints.create.mutate({ url, eventTypes: ["order.created"] });
  });
  return {
    owner,
    items,
    order: once(() => place("ONLINE")),
    cashOrder: once(() => place("COD")),
    paidOrder,
    /** An order whose attempt to pay waits for its customer. */
    waiting: once(async () => {
      const { id } = await place("ONLINE");
      const source = { token: "pm_card_threeDSecure2Required" };
      const { payment } = await api.orders.pay.mutate({ id, source });
      return { id, paymentId: payment.id };
    }),
    failedRefund: once(async () => {
      const { id, refundId } = await orderWithFailedRefund(till);
      return { id, refundId };
    }),
    message: once(async () => {
      const { id } = await paidOrder();
      await till.settled();
      return firstOf(await staff.notifications.list.query({ orderId: id }));
    }),
    endpoint,
    delivery: once(async () => {
      const { id } = await endpoint();
      await place("COD");
      return firstOf(await staff.webhooks.deliveries.list.query({ endpointId: id }));
    }),
    till: once(() => api.sandbox.tills.create.mutate({ ttlMinutes: 10 })),
    code: once(() => till.addDiscount({ kind: "FIXED", value: 1 })),
    key: once(() => staff.apiKeys.create.mutate({ name: "Of the scene", role: "staff" })),
  };
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}

function firstOf<Item>({ items: [first] }: { items: Item[] }): Item {
  if (first === undefined) throw new Error("The scene lacks what the call is about.");
  return first;
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

const aProduct = () => ({ sku: crypto.randomUUID(), name: "Cup", unitPrice: 45_000, currency: "INR" });

const unlessOwner = { stranger: "ORDER_NOT_FOUND" } as const;

/** A row for each procedure of the router. One without a row fails the test. */
export const accessRows: Record<string, AccessRow> = {
  "apiKeys.create": { input: () => ({ name: "Export", role: "staff" }) },
  "apiKeys.list": { input: () => ({}) },
  "apiKeys.revoke": { input: async ({ key }) => ({ id: (await key()).id }) },
  "audit.run": { input: () => ({}) },
  "auth.me": { input: () => undefined },
  "customers.list": { input: () => ({}) },
  "customers.get": { input: async ({ order }) => ({ id: (await order()).userId }) },
  "customers.export": { input: async ({ order }) => ({ id: (await order()).userId }) },
  "customers.erase": { input: () => ({ id: "usr_unheard" }), staff: "CUSTOMER_NOT_FOUND" },
  "notifications.get": {
    input: async ({ message }) => ({ id: (await message()).id }),
    stranger: "NOTIFICATION_NOT_FOUND",
  },
  "notifications.list": { input: async ({ paidOrder }) => ({ orderId: (await paidOrder()).id }) },
  "orders.cancel": { input: async ({ order }) => ({ id: (await order()).id }), ...unlessOwner },
  "orders.collect": { input: async ({ cashOrder }) => ({ id: (await cashOrder()).id }) },
  "orders.confirm": {
    input: async ({ waiting }) => ({ ...(await waiting()), outcome: "COMPLETE" }),
    ...unlessOwner,
  },
  "orders.create": {
    input: async ({ items, order }) => {
      const customer = { id: (await order()).userId };
      return { items: await items(), paymentMethod: "COD", customer };
    },
    // They order for themselves, and name nobody.
    owner: "VALIDATION_FAILED",
  },
  "orders.createGuestLink": { input: async ({ order }) => ({ id: (await order()).id }), staff: "NOT_OF_A_GUEST" },
  "orders.dossier": { input: async ({ order }) => ({ id: (await order()).id }) },
  "orders.dropRefund": { input: ({ failedRefund }) => failedRefund() },
  "orders.get": { input: async ({ order }) => ({ id: (await order()).id }), ...unlessOwner },
  "orders.list": { input: ({ owner }) => ({ userId: owner.id }), stranger: "FORBIDDEN" },
  "orders.pay": { input: async ({ order }) => ({ id: (await order()).id }), ...unlessOwner },
  "orders.quote": { input: async ({ items }) => ({ items: await items() }) },
  "orders.refund": { input: async ({ paidOrder }) => ({ id: (await paidOrder()).id }) },
  "orders.retryRefund": { input: ({ failedRefund }) => failedRefund() },
  "orders.summary": { input: () => ({}) },
  "orders.statement": { input: () => ({ month: "2026-11" }) },
  "orders.timeline": { input: async ({ order }) => ({ id: (await order()).id }), ...unlessOwner },
  "products.get": { input: async ({ items }) => ({ id: (await items())[0]?.productId }) },
  "products.list": { input: () => ({}) },
  "sandbox.addUser": { input: () => ({}), owner: "FORBIDDEN", staff: "FORBIDDEN" },
  "products.upsert": { input: () => aProduct() },
  "products.import": { input: () => ({ items: [aProduct()] }) },
  "products.archive": { input: async ({ items }) => ({ id: (await items())[0]?.productId }) },
  "products.listArchived": { input: () => ({}) },
  "products.adjustStock": {
    input: async ({ items }) => ({ id: (await items())[0]?.productId, change: 1, reason: "Found" }),
    staff: "STOCK_NOT_ADJUSTABLE",
  },
  "products.setStock": { input: async ({ items }) => ({ id: (await items())[0]?.productId, stock: 5 }) },
  "products.movements": { input: async ({ items }) => ({ id: (await items())[0]?.productId }) },
  "discounts.create": {
    input: () => ({ code: crypto.randomUUID(), kind: "PERCENT", value: 10, currency: "INR" }),
  },
  "discounts.list": { input: () => ({}) },
  "discounts.disable": { input: async ({ code }) => ({ code: await code() }) },
  // The matrix calls in the default till, whose clock nobody moves.
  "sandbox.clock.advance": { input: () => ({ minutes: 1 }), owner: "FORBIDDEN", staff: "FORBIDDEN" },
  "sandbox.clock.get": { input: () => undefined },
  "sandbox.clock.set": { input: () => ({ mode: "frozen" }), owner: "FORBIDDEN", staff: "FORBIDDEN" },
  "sandbox.failMessages": { input: () => ({ channel: "SMS" }) },
  "sandbox.faults.arm": { input: () => ({ procedure: "orders.pay", fault: "lost_after" }), staff: "FORBIDDEN" },
  "sandbox.faults.clear": { input: () => ({}) },
  "sandbox.faults.list": { input: () => undefined },
  "sandbox.webhooks.clear": { input: () => ({}) },
  "sandbox.webhooks.list": { input: () => undefined },
  "sandbox.webhooks.release": { input: () => ({ ids: ["msg_none"] }), staff: "FORBIDDEN" },
  "sandbox.webhooks.script": { input: () => ({ endpointId: "whe_none", act: "hold" }), staff: "FORBIDDEN" },
  "sandbox.race": {
    input: ({ owner }) => ({ commands: [{ command: "pay", as: owner.id, input: { id: 1 } }] }),
    staff: "FORBIDDEN",
  },
  "sandbox.reset": { input: () => undefined },
  "sandbox.signIn": {
    input: () => ({ userId: "usr_nobody" }),
    owner: "USER_NOT_FOUND",
    staff: "USER_NOT_FOUND",
  },
  "sandbox.tills.create": { input: () => ({ ttlMinutes: 1 }) },
  "sandbox.tills.delete": { input: async ({ till }) => ({ id: (await till()).id }) },
  "sandbox.tills.fork": { input: async ({ till }) => ({ id: (await till()).id }) },
  "sandbox.tills.get": { input: async ({ till }) => ({ id: (await till()).id }) },
  "sandbox.tills.list": { input: () => ({}) },
  "sandbox.users": { input: () => undefined },
  "webhooks.deliveries.list": { input: () => ({}) },
  "webhooks.deliveries.replay": { input: async ({ delivery }) => ({ id: (await delivery()).id }) },
  "webhooks.endpoints.create": { input: () => ({ url: "https://shop.example/", eventTypes: ["order.paid"] }) },
  "webhooks.endpoints.delete": { input: async ({ endpoint }) => ({ id: (await endpoint()).id }) },
  "webhooks.endpoints.get": { input: async ({ endpoint }) => ({ id: (await endpoint()).id }) },
  "webhooks.endpoints.list": { input: () => undefined },
  "webhooks.endpoints.update": {
    input: async ({ endpoint }) => ({ id: (await endpoint()).id, description: "Changed" }),
  },
};
