import { TRPCClientError } from "@trpc/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { appRouter } from "../src/router.ts";
import { customerCalls } from "./customer-calls.ts";
import { guestCalls } from "./guest-calls.ts";
import { overRest } from "./rest-way.ts";
import { catalogueCalls } from "./catalogue-calls.ts";
import { refundCalls } from "./refund-calls.ts";
import { type Calls, sandboxCalls } from "./sandbox-calls.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;

/** How many requests to the database a call makes before it answers. */
async function requestsOf(call: () => Promise<unknown>): Promise<number> {
  await till.settled();
  const before = till.world.databaseRequests;
  await call().catch((error: unknown) => {
    // A refusal is an answer too.
    if (!(error instanceof TRPCClientError && error.data?.refusal)) throw error;
  });
  return till.world.databaseRequestsAtResponse - before;
}

/** Calls of each procedure, each with the number of requests that it may make: one, or none where it needs no data. */
const calls: Calls = {
  "auth.me": async () => {
    const api = till.as(somebody());
    return { "who am I": [0, () => api.auth.me.query()] };
  },
  "products.list": async () => {
    const api = till.as(null);
    return {
      all: [1, () => api.products.list.query({})],
      search: [1, () => api.products.list.query({ search: "tea" })],
    };
  },
  "products.get": async () => {
    const api = till.as(null);
    const id = await till.addProduct();
    return {
      known: [1, () => api.products.get.query({ id })],
      unknown: [1, () => api.products.get.query({ id: 10 ** 6 })],
    };
  },
  "orders.create": async () => {
    const { api, items } = await shopping();
    const keyed = { items, paymentMethod: "COD" as const, idempotencyKey: "key" };
    return {
      placed: [1, () => api.orders.create.mutate(keyed)],
      replay: [1, () => api.orders.create.mutate(keyed)],
      "key reused": [1, () => api.orders.create.mutate({ ...keyed, paymentMethod: "ONLINE" })],
      "unknown product": [
        1,
        () => api.orders.create.mutate({ ...keyed, items: [{ productId: 10 ** 6, quantity: 1 }] }),
      ],
      invalid: [0, () => api.orders.create.mutate({ ...keyed, items: [] })],
      "not signed in": [0, () => till.as(null).orders.create.mutate(keyed)],
    };
  },
  "orders.quote": async () => {
    const { api, items } = await shopping();
    return {
      customer: [1, () => api.orders.quote.query({ items, discountCode: "NONE" })],
      visitor: [1, () => till.as(null).orders.quote.query({ items })],
    };
  },
  "orders.timeline": async () => {
    const { api, id } = await shopping();
    return {
      own: [1, () => api.orders.timeline.query({ id })],
      "another's": [1, () => till.as(somebody()).orders.timeline.query({ id })],
    };
  },
  "orders.dossier": async () => {
    const { id } = await shopping();
    const staff = till.as(somebody("staff"));
    return {
      known: [1, () => staff.orders.dossier.query({ id })],
      unknown: [1, () => staff.orders.dossier.query({ id: 10 ** 6 })],
    };
  },
  "audit.run": async () => {
    await shopping();
    const { audit } = till.as(somebody("staff"));
    return {
      "of the first orders": [1, () => audit.run.query({})],
      "of the first codes": [1, () => audit.run.query({ cursor: "codes_" })],
      "not staff": [0, () => till.as(somebody()).audit.run.query({})],
    };
  },
  "orders.get": async () => {
    const { api, id } = await shopping();
    return {
      own: [1, () => api.orders.get.query({ id })],
      others: [1, () => till.as(somebody()).orders.get.query({ id })],
    };
  },
  "orders.list": async () => {
    const { api } = await shopping();
    return {
      own: [1, () => api.orders.list.query({})],
      "everybody's": [1, () => till.as(somebody("staff")).orders.list.query({ status: "PENDING" })],
      "another's": [0, () => api.orders.list.query({ userId: "usr_other" })],
      "by words": [1, () => till.as(somebody("staff")).orders.list.query({ search: "test person" })],
      "by number": [1, () => till.as(somebody("staff")).orders.list.query({ search: "#1" })],
      "a customer's search": [0, () => api.orders.list.query({ search: "test person" })],
    };
  },
  "orders.summary": async () => ({
    "of a month": [1, () => till.as(somebody("staff")).orders.summary.query({ days: 31, timezone: "Asia/Kolkata" })],
  }),
  "orders.pay": async () => {
    const { api, id } = await shopping();
    const declined = { id, source: { token: "pm_card_visa_chargeDeclined" }, idempotencyKey: "declined" };
    const keyed = { id, idempotencyKey: "paid" };
    const other = await shopping();
    const waiting = () => other.api.orders.pay.mutate({ id: other.id, source: { token: "pm_card_processing" } });
    return {
      declined: [1, () => api.orders.pay.mutate(declined)],
      "declined, replay": [1, () => api.orders.pay.mutate(declined)],
      paid: [1, () => api.orders.pay.mutate(keyed)],
      "paid, replay": [1, () => api.orders.pay.mutate(keyed)],
      "already paid": [1, () => api.orders.pay.mutate({ id })],
      "waits for the customer": [1, () => waiting()],
      "no test card": [0, () => api.orders.pay.mutate({ id, source: { token: "pm_unknown" } })],
    };
  },
  "orders.cancel": async () => {
    const { api, id } = await shopping();
    const keyed = { id, idempotencyKey: "cancel" };
    return {
      cancelled: [1, () => api.orders.cancel.mutate(keyed)],
      replay: [1, () => api.orders.cancel.mutate(keyed)],
      "already cancelled": [1, () => api.orders.cancel.mutate({ id })],
    };
  },
  "orders.confirm": async () => {
    const { api, id } = await shopping();
    const { payment } = await api.orders.pay.mutate({ id, source: { token: "pm_card_threeDSecure2Required" } });
    const confirm = { id, paymentId: payment.id, outcome: "COMPLETE" as const };
    return {
      "another's": [1, () => till.as(somebody()).orders.confirm.mutate(confirm)],
      confirmed: [1, () => api.orders.confirm.mutate(confirm)],
      replay: [1, () => api.orders.confirm.mutate(confirm)],
    };
  },
  "orders.collect": async () => {
    const { api, items } = await shopping();
    const { id } = await api.orders.create.mutate({ items, paymentMethod: "COD" });
    const staff = till.as(somebody("staff"));
    return {
      "not staff": [0, () => api.orders.collect.mutate({ id })],
      collected: [1, () => staff.orders.collect.mutate({ id, idempotencyKey: "cash" })],
      replay: [1, () => staff.orders.collect.mutate({ id, idempotencyKey: "cash" })],
    };
  },
  "orders.refund": async () => {
    const { api, id } = await shopping();
    await api.orders.pay.mutate({ id });
    const staff = till.as(somebody("staff"));
    return {
      part: [1, () => staff.orders.refund.mutate({ id, amount: 1, restock: true, idempotencyKey: "part" })],
      replay: [1, () => staff.orders.refund.mutate({ id, amount: 1, restock: true, idempotencyKey: "part" })],
      "too much": [1, () => staff.orders.refund.mutate({ id, amount: 99_999_999 })],
      rest: [1, () => staff.orders.refund.mutate({ id })],
    };
  },
  "notifications.list": async () => {
    const { api } = await shopping();
    return {
      own: [1, () => api.notifications.list.query({ search: "paid", status: "SENT" })],
      "everybody's": [1, () => till.as(somebody("staff")).notifications.list.query({ channel: "SMS" })],
    };
  },
  "notifications.get": async () => {
    const { api } = await shopping();
    return { unknown: [1, () => api.notifications.get.query({ id: 10 ** 6 })] };
  },
  "sandbox.failMessages": async () => ({
    "as before": [1, () => till.as(null).sandbox.failMessages.mutate({ channel: "SMS" })],
  }),
  "sandbox.reset": async () => ({ "of everything": [1, () => till.as(somebody("staff")).sandbox.reset.mutate()] }),
  "webhooks.endpoints.create": async () => {
    const { create } = till.as(somebody("staff")).webhooks.endpoints;
    return {
      made: [1, () => create.mutate({ url: "https://shop.example/hook", eventTypes: ["order.paid"] })],
      private: [0, () => create.mutate({ url: "https://10.0.0.1", eventTypes: ["order.paid"] })],
      "not staff": [0, () => till.as(somebody()).webhooks.endpoints.list.query()],
    };
  },
  "webhooks.endpoints.list": async () => ({
    all: [1, () => till.as(somebody("staff")).webhooks.endpoints.list.query()],
  }),
  "webhooks.endpoints.get": async () => {
    const { staff, id } = await listening();
    return {
      known: [1, () => staff.webhooks.endpoints.get.query({ id })],
      unknown: [1, () => staff.webhooks.endpoints.get.query({ id: "whe_none" })],
    };
  },
  "webhooks.endpoints.update": async () => {
    const { staff, id } = await listening();
    return {
      rotated: [1, () => staff.webhooks.endpoints.update.mutate({ id, rotateSecret: true })],
      "switched off": [1, () => staff.webhooks.endpoints.update.mutate({ id, enabled: false })],
      unknown: [1, () => staff.webhooks.endpoints.update.mutate({ id: "whe_none", enabled: false })],
    };
  },
  "webhooks.endpoints.delete": async () => {
    const { staff, id } = await listening();
    return {
      deleted: [1, () => staff.webhooks.endpoints.delete.mutate({ id })],
      "deleted already": [1, () => staff.webhooks.endpoints.delete.mutate({ id })],
    };
  },
  "webhooks.deliveries.list": async () => {
    const { staff, id } = await listening();
    return { "of an endpoint": [1, () => staff.webhooks.deliveries.list.query({ endpointId: id, status: "FAILED" })] };
  },
  "webhooks.deliveries.replay": async () => {
    const { staff, id, since } = await listening();
    const { items } = await staff.webhooks.deliveries.list.query({ endpointId: id });
    return {
      one: [1, () => staff.webhooks.deliveries.replay.mutate({ id: items[0]?.id ?? "" })],
      since: [1, () => staff.webhooks.deliveries.replay.mutate({ endpointId: id, since })],
      unknown: [1, () => staff.webhooks.deliveries.replay.mutate({ id: "msg_none" })],
    };
  },
  "apiKeys.create": async () => {
    const { create } = till.as(somebody("staff")).apiKeys;
    return { made: [1, () => create.mutate({ name: "Export", role: "staff" })] };
  },
  "apiKeys.list": async () => ({ all: [1, () => till.as(somebody("staff")).apiKeys.list.query({})] }),
  "apiKeys.revoke": async () => {
    const { apiKeys } = till.as(somebody("staff"));
    const { id, key } = await apiKeys.create.mutate({ name: "Export", role: "staff" });
    const { id: orderId } = await shopping();
    const program = till.withToken(key);
    return {
      "a program's query": [1, () => program.orders.get.query({ id: orderId })],
      "a program's command": [1, () => program.orders.cancel.mutate({ id: orderId })],
      "who the program is": [1, () => program.auth.me.query()],
      revoked: [1, () => apiKeys.revoke.mutate({ id })],
      "revoked already": [1, () => apiKeys.revoke.mutate({ id })],
      "a program's query, revoked": [1, () => program.orders.get.query({ id: orderId })],
    };
  },
  ...catalogueCalls(() => till),
  ...customerCalls(() => till),
  ...sandboxCalls(() => till),
  ...refundCalls(() => till),
  ...guestCalls(() => till),
};

/** An endpoint that was told of an order. */
async function listening() {
  const staff = till.as(somebody("staff"));
  const { id, createdAt } = await staff.webhooks.endpoints.create.mutate({
    url: "https://shop.example/hook",
    eventTypes: ["order.created"],
  });
  await shopping();
  await till.settled();
  return { staff, id, since: createdAt };
}

async function shopping() {
  const api = till.as(somebody());
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  return { api, items, id };
}

test("every procedure of the router is counted here", () => {
  expect(Object.keys(calls).toSorted()).toEqual(Object.keys(appRouter._def.procedures).toSorted());
});

describe.each([
  ["tRPC", (direct: Till) => direct],
  ["REST", overRest],
])("over %s", (_way, on) => {
  beforeAll(async () => {
    till = on(await startTill({ withTills: true }));
  });
  afterAll(() => till.stop());

  test.each(Object.entries(calls))(
    "%s makes one request to the database at most, but for making tills",
    async (_path, prepare) => {
      const counted: Record<string, number> = {};
      const expected: Record<string, number> = {};
      for (const [name, [requests, call]] of Object.entries(await prepare())) {
        expected[name] = requests;
        counted[name] = await requestsOf(call);
      }
      expect(counted).toEqual(expected);
    },
  );
});
