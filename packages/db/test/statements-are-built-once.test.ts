import { noGateway, simulator, till } from "@till/domain";
import { SQLiteDialect } from "drizzle-orm/sqlite-core";
import { afterEach, expect, test, vi } from "vitest";
import * as db from "../src/index.ts";
import { build } from "../src/statements/statement.ts";

/** A database that is empty and accepts every statement. */
const empty: db.Database = {
  run: (statement) => Promise.resolve(statement.toRows({ columns: [], rows: [] })),
  batch: (statements) =>
    Promise.resolve(statements.map((statement) => statement.toRows({ columns: [], rows: [] })) as never),
};

const now = "2026-05-01T12:00:00.000Z";
const customer = { id: "usr_1", role: "customer", name: "Asha", email: null, phone: null } as const;
const staff = { ...customer, role: "staff" } as const;
const viewer = { actor: customer, now, origin: "https://till.example" };
const context = { ...viewer, commandId: "x", orderTtlMinutes: 30, gateway: simulator };
const made = { id: "whe_1", secret: "whsec_", origin: "https://till.example", now };
const target = { id: "whe_1", url: "https://shop.example", origin: "", secrets: [], failingSince: null };
const items = [{ productId: 1, quantity: 1 }];
const answer = { status: "SUCCEEDED", reference: "" } as const;

/** Every function that queries the database, with each variant of its arguments. */
const calls: Record<string, (() => Promise<unknown>)[]> = {
  askDatabase: [() => db.askDatabase(empty)],
  askAboutPaymentAt: [() => db.askAboutPaymentAt(empty, "pay_1", { askAgainAt: now })],
  cancelOrder: [() => db.execute(empty, db.cancelOrder, { id: 1 }, context)],
  collectOrder: [() => db.execute(empty, db.collectOrder, { id: 1 }, { ...context, actor: staff })],
  confirmPayment: [() => db.execute(empty, db.confirmPayment, { id: 1, paymentId: "pay_1", answer }, context)],
  createApiKey: [
    () =>
      db.createApiKey(empty, { name: "Export", role: "staff" }, { id: "key_1", key: "sk", createdBy: "usr_1", now }),
  ],
  createOrder: [
    () => db.execute(empty, db.createOrder, { items, paymentMethod: "ONLINE" }, context),
    () => db.execute(empty, db.createOrder, { items, paymentMethod: "COD", discountCode: "TEN" }, context),
  ],
  createWebhookEndpoint: [
    () => db.createWebhookEndpoint(empty, { url: "https://shop.example", eventTypes: ["order.paid"] }, made),
  ],
  deleteWebhookEndpoint: [() => db.deleteWebhookEndpoint(empty, "whe_1", now)],
  expireOrders: [() => db.expireOrders(empty, now)],
  findApiKey: [() => db.findApiKey(empty, "key_1")],
  findDemoUser: [() => db.findDemoUser(empty, "usr_1")],
  findPayment: [() => db.findPayment(empty, "pay_1")],
  findReceipt: [() => db.findReceipt(empty, "pay_1")],
  finishMessages: [() => db.finishMessages(empty, "x", [{ id: 1, error: "no", nextAttemptAt: null }], now)],
  getNotification: [() => db.getNotification(empty, 1, customer)],
  getOrder: [() => db.getOrder(empty, 1, viewer)],
  getProduct: [() => db.getProduct(empty, 1)],
  getTimeline: [() => db.getTimeline(empty, 1, viewer)],
  getWebhookEndpoint: [() => db.getWebhookEndpoint(empty, "whe_1")],
  listApiKeys: [() => db.listApiKeys(empty, { limit: 9 })],
  listDemoUsers: [() => db.listDemoUsers(empty)],
  listDueWebhookEndpoints: [
    () => db.listDueWebhookEndpoints(empty, now),
    () => db.listDueWebhookEndpoints(empty, now, [1]),
  ],
  listNotifications: [
    () => db.listNotifications(empty, { limit: 9 }, customer),
    () => db.listNotifications(empty, { limit: 9, orderId: 1, channel: "SMS", search: "paid" }, staff),
  ],
  listOrders: [
    () => db.listOrders(empty, { limit: 9, status: "PAID" }, viewer),
    () => db.listOrders(empty, { limit: 9, search: "asha" }, { ...viewer, actor: staff }),
    () => db.listOrders(empty, { limit: 9, search: "#42", userId: "usr_1" }, { ...viewer, actor: staff }),
  ],
  listPaymentsToSettle: [() => db.listPaymentsToSettle(empty, now), () => db.listPaymentsToSettle(empty, now, "pay_1")],
  listProducts: [
    () => db.listProducts(empty, { limit: 9 }),
    () => db.listProducts(empty, { limit: 9, search: "coffee" }),
  ],
  listRefundsToSettle: [() => db.listRefundsToSettle(empty, now), () => db.listRefundsToSettle(empty, now, "ref_1")],
  listWebhookDeliveries: [
    () => db.listWebhookDeliveries(empty, { limit: 9 }),
    () => db.listWebhookDeliveries(empty, { limit: 9, endpointId: "whe_1", orderId: 1, status: "FAILED" }),
  ],
  listWebhookEndpoints: [() => db.listWebhookEndpoints(empty)],
  markApiKeyUsed: [() => db.markApiKeyUsed(empty, "key_1", now)],
  markRefundSettled: [() => db.markRefundSettled(empty, "ref_1", now)],
  payOrder: [
    () => db.execute(empty, db.payOrder, { id: 1 }, context),
    () => db.execute(empty, db.payOrder, { id: 1 }, { ...context, gateway: noGateway }),
  ],
  payloadsOf: [
    () =>
      db.payloadsOf(
        empty,
        [{ id: 1, messageId: "msg_1", orderId: 1, eventId: 1, attemptCount: 1, step: 1, payload: null }],
        made,
      ),
  ],
  quoteOrder: [
    () => db.quoteOrder(empty, { items }, null, now),
    () => db.quoteOrder(empty, { items, discountCode: "TEN" }, "usr_1", now),
  ],
  recordWebhookAttempts: [() => db.recordWebhookAttempts(empty, { target, taker: "x" }, [])],
  refundOrder: [() => db.execute(empty, db.refundOrder, { id: 1 }, { ...context, actor: staff })],
  replayWebhookDeliveries: [
    () => db.replayWebhookDeliveries(empty, { id: "msg_1" }, now),
    () => db.replayWebhookDeliveries(empty, { endpointId: "whe_1", since: now }, now),
  ],
  resetToDemoData: [() => db.resetToDemoData(empty)],
  revokeApiKey: [() => db.revokeApiKey(empty, "key_1", now)],
  setChannelFaults: [() => db.setChannelFaults(empty, { channel: "SMS", failNext: 1, failPercent: 0 })],
  settlePayment: [
    () => db.execute(empty, db.settlePayment, { id: 1, paymentId: "pay_1", answer }, { ...context, actor: till }),
  ],
  summarizeOrders: [() => db.summarizeOrders(empty, { days: 7, timezone: "UTC" }, now)],
  takeDueMessages: [
    () => db.takeDueMessages(empty, { taker: "x", now, chaos: true }),
    () => db.takeDueMessages(empty, { taker: "x", now, chaos: false, ids: [1] }),
  ],
  takeDueWebhooks: [
    () => db.takeDueWebhooks(empty, "whe_1", { taker: "x", now, atMost: 9 }),
    () => db.takeDueWebhooks(empty, "whe_1", { taker: "x", now, atMost: 9, ids: [1] }),
  ],
  tellOfRefundAt: [() => db.tellOfRefundAt(empty, "ref_1", now)],
  updateWebhookEndpoint: [() => db.updateWebhookEndpoint(empty, { id: "whe_1", rotateSecret: true }, made)],
};

/** Exports that send no query. */
const others = new Set([
  "ApiKeyRejected",
  "TransientFault",
  "databaseDeadlineMs",
  "execute",
  "openDatabase",
  "paymentOf",
  "sha256Hex",
  "webhookPieceSize",
]);

afterEach(() => vi.restoreAllMocks());

test("the list has every function that queries the database", () => {
  expect(Object.keys(calls).toSorted()).toEqual(
    Object.keys(db)
      .filter((name) => !others.has(name))
      .toSorted(),
  );
});

test.each(Object.entries(calls))("%s builds its SQL once", async (_name, shapes) => {
  // Some answers of an empty database make no sense, and throw.
  const callAll = async () => {
    for (const call of shapes) await call().catch(() => undefined);
  };
  await callAll();
  const built = vi.spyOn(SQLiteDialect.prototype, "sqlToQuery");
  await callAll();
  expect(built).not.toHaveBeenCalled();
});

test("the counter sees that a statement is built", () => {
  const built = vi.spyOn(SQLiteDialect.prototype, "sqlToQuery");
  build.query.orders.findFirst().prepare();
  expect(built).toHaveBeenCalledOnce();
});
