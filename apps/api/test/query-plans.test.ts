import { createClient } from "@libsql/client";
import { notificationStatuses, webhookEventTypes } from "@till/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newProduct } from "./catalogue-calls.ts";
import { type Statement, watchStatements } from "./statements.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
const statements: Statement[] = [];

/** What narrows a list of orders besides its state, its customer and its words. */
const narrowings = [
  { reference: "SO-1" },
  { paymentMethod: "COD" },
  { createdFrom: "2026-01-01T00:00:00Z" },
  { createdFrom: "2026-01-01T00:00:00Z", createdTo: "2026-02-01T00:00:00Z", paymentMethod: "COD" },
  { paidFrom: "2026-01-01T00:00:00Z", paidTo: "2026-02-01T00:00:00Z" },
  { updatedSince: "2026-01-01T00:00:00Z" },
  { createdTo: "2026-02-01T00:00:00Z", paidTo: "2026-02-01T00:00:00Z", updatedSince: "2026-01-01T00:00:00Z" },
] as const;

/** Goes through the whole product once, and keeps every statement that it sends. */
beforeAll(async () => {
  till = await startTill({
    variables: { KEEP_MESSAGES_DAYS: "1", KEEP_DELIVERIES_DAYS: "1", KEEP_REVOKED_KEYS_DAYS: "1" },
  });
  till.world.fetch = watchStatements(statements);
  const [api, staff] = [till.as(somebody()), till.as(somebody("staff"))];
  const items = [{ productId: await till.addProduct({ stock: 10 }), quantity: 1 }];
  const discountCode = await till.addDiscount({ kind: "PERCENT", value: 10, max_uses_per_customer: 9 });
  const { endpoints, deliveries } = staff.webhooks;
  const { id: endpointId, createdAt: since } = await endpoints.create.mutate({
    url: "https://shop.example/hook",
    eventTypes: [...webhookEventTypes],
  });
  const place = (key: string) =>
    api.orders.create.mutate({ items, paymentMethod: "ONLINE", discountCode, idempotencyKey: key });

  const [paid, cancelled] = [await place("paid"), await place("cancelled")];
  await place("paid");
  await place("expired");
  await api.orders.pay.mutate({ id: paid.id, idempotencyKey: "pay" });
  await api.orders.cancel.mutate({ id: cancelled.id, idempotencyKey: "cancel" });
  const secured = await place("secured");
  const waiting = await api.orders.pay.mutate({ id: secured.id, source: { token: "pm_card_threeDSecure2Required" } });
  await api.orders.confirm.mutate({ id: secured.id, paymentId: waiting.payment.id, outcome: "COMPLETE" });
  const slow = await place("slow");
  await api.orders.pay.mutate({ id: slow.id, source: { token: "pm_card_processing" } });
  const cash = await api.orders.create.mutate({ items, paymentMethod: "COD", reference: "SO-1" });
  await staff.orders.collect.mutate({ id: cash.id });
  await staff.orders.refund.mutate({ id: paid.id, amount: 1, restock: true });
  const refused = await place("refused");
  await api.orders.pay.mutate({ id: refused.id, source: { token: "sim:succeeded^refund_refused" } });
  const { refund } = await staff.orders.refund.mutate({ id: refused.id, amount: 1 });
  await staff.orders.refund.mutate({ id: refused.id, amount: 2 });
  await till.settled();
  await staff.orders.retryRefund.mutate({ id: refused.id, refundId: refund.id });
  await staff.orders.dropRefund.mutate({ id: refused.id, refundId: refund.id }).catch(() => undefined);
  await api.orders.quote.query({ items, discountCode });
  await api.orders.get.query({ id: paid.id });
  await api.orders.timeline.query({ id: paid.id });
  await staff.orders.dossier.query({ id: paid.id });
  for (const cursor of [undefined, "after_9", "codes_", "products_0"])
    await staff.audit.run.query({ ...(cursor && { cursor }) });
  for (const filters of [{}, { status: "PENDING" as const }])
    for (const paging of [{}, { cursor: "after_9" }]) {
      await api.orders.list.query({ ...filters, ...paging });
      await staff.orders.list.query({ ...filters, ...paging });
      await staff.orders.list.query({ ...filters, ...paging, userId: "usr_somebody" });
      await staff.orders.list.query({ ...filters, ...paging, search: "test person" });
      await staff.orders.list.query({ ...filters, ...paging, search: "test person", userId: "usr_somebody" });
      await staff.orders.list.query({ ...filters, ...paging, search: "#1" });
      for (const more of narrowings) {
        await staff.orders.list.query({ ...filters, ...paging, ...more });
        await staff.orders.list.query({ ...filters, ...paging, ...more, search: "test person" });
        await staff.orders.list.query({ ...filters, ...paging, ...more, userId: "usr_somebody" });
      }
    }
  await staff.orders.summary.query({});
  await staff.orders.statement.query({ month: "2026-11" });
  for (const paging of [{}, { cursor: "after_9" }]) {
    for (const filters of [{}, { known: true }, { search: "test person" }, { known: true, search: "test person" }])
      await staff.customers.list.query({ ...paging, ...filters });
    await staff.customers.get.query({ id: paid.userId });
    await staff.customers.export.query({ id: paid.userId, ...paging });
    // It is refused, because orders are open, and sends every statement.
    await staff.customers.erase.mutate({ id: paid.userId, ...paging }).catch(() => undefined);
  }
  const statuses = notificationStatuses.flatMap((status) => [{ status }, { status, channel: "SMS" as const }]);
  for (const filters of [{}, { channel: "EMAIL" as const }, { orderId: paid.id }, { search: "paid" }, ...statuses]) {
    await api.notifications.list.query(filters);
    await staff.notifications.list.query({ ...filters, cursor: "after_9" });
    await api.notifications.list.query({ ...filters, search: "paid" });
    await staff.notifications.list.query({ ...filters, search: "paid" });
  }
  await till.settled();
  await endpoints.list.query();
  for (const filters of [{}, { endpointId }, { orderId: paid.id }, { endpointId, orderId: paid.id }])
    for (const status of [undefined, "PENDING" as const])
      for (const cursor of [undefined, "after_9"])
        await deliveries.list.query({ ...filters, ...(status && { status }), ...(cursor && { cursor }) });
  const [delivery] = (await deliveries.list.query({})).items;
  await deliveries.replay.mutate({ id: delivery?.id ?? "" });
  await deliveries.replay.mutate({ endpointId, since });
  await till.settled();
  await endpoints.update.mutate({ id: endpointId, rotateSecret: true, enabled: true });
  await staff.products.upsert.mutate(newProduct({ stock: 1 }));
  await staff.products.import.mutate({ items: [newProduct({ stock: 1 })] });
  await staff.products.adjustStock.mutate({ id: 1, change: 1, reason: "Found", idempotencyKey: "adjust" });
  await staff.products.setStock.mutate({ id: 1, stock: 9 });
  await staff.products.movements.query({ id: 1, cursor: "after_9" });
  await staff.products.archive.mutate({ id: 1 });
  await staff.products.listArchived.query({});
  await staff.discounts.list.query({ cursor: "after_9" });
  await staff.discounts.disable.mutate({ code: discountCode });
  await api.products.list.query({});
  await api.products.list.query({ search: "coffee", cursor: "after_1" });
  await api.products.get.query({ id: 1 });
  await api.sandbox.users.query();
  await api.sandbox.signIn.mutate({ userId: "usr_nobody" }).catch(() => undefined);
  const { id: keyId } = await staff.apiKeys.create.mutate({ name: "Export", role: "staff" });
  await staff.apiKeys.revoke.mutate({ id: keyId });
  await till.settled();
  await till.sweep(new Date("2999-01-01T00:00:00.000Z"));
  await endpoints.delete.mutate({ id: endpointId });
  // Its deliveries have ended by now, and are deleted.
  await till.sweep(new Date("2999-01-01T00:01:00.000Z"));
});
afterAll(() => till.stop());

/** Tables that grow with the number of orders: a statement that scans one gets slower with every order. */
const growing = [
  "customers",
  "orders",
  "order_items",
  "order_events",
  "payments",
  "refunds",
  "notifications",
  "webhook_deliveries",
  "webhook_attempts",
  "stock_movements",
];

/**
 * An INSERT of several products plans to look for lines whose product was missing. SQLite runs that scan only while a
 * foreign key of the transaction is violated, and none is: two million lines did not slow a hundred products down.
 */
const isSearchForOrphans = (sql: string, step: string) =>
  sql.startsWith('INSERT INTO "products"') && step === "SCAN order_items";

async function plansOf(wanted: (sql: string) => boolean) {
  const database = createClient(till.connection);
  const unique = [...new Map(statements.map((statement) => [statement.sql, statement])).values()];
  const plans: { sql: string; steps: string[] }[] = [];
  for (const { sql, args } of unique.filter((statement) => wanted(statement.sql))) {
    const { rows } = await database.execute({ sql: `EXPLAIN QUERY PLAN ${sql}`, args: [...args] });
    plans.push({ sql, steps: rows.map((row) => String(row["detail"])) });
  }
  database.close();
  return plans;
}

const isSelect = (sql: string) => /^\s*select/i.test(sql);
const isWrite = (sql: string) => /^(insert|update|delete)/i.test(sql);

/**
 * `SCAN orders`, or under another name: `SCAN event` where the statement says `"order_events" AS event`. What is
 * scanned may also be the result of a subquery of that name, which has steps of its own.
 */
function scannedTables(sql: string, step: string, steps: string[]): string[] {
  const scanned = /^SCAN (\w+)(?! VIRTUAL TABLE)/.exec(step)?.[1];
  if (scanned === undefined) return [];
  if (steps.includes(`CO-ROUTINE ${scanned}`) || steps.includes(`MATERIALIZE ${scanned}`)) return [];
  return growing.filter(
    (table) => scanned === table || new RegExp(`"${table}" (?:AS )?"?${scanned}"?\\b`, "i").test(sql),
  );
}

test("no statement scans a table that grows with the orders", async () => {
  const plans = await plansOf((sql) => isSelect(sql) || isWrite(sql));
  expect(plans.length).toBeGreaterThan(30);
  const scans = plans.flatMap(({ sql, steps }) =>
    steps
      .filter((step) => scannedTables(sql, step, steps).length > 0)
      // The people of the demo are few.
      .filter((step) => !isSearchForOrphans(sql, step) && step !== "SCAN customers USING INDEX customers_demo")
      .map((step) => ({ step, sql })),
  );
  expect(scans).toEqual([]);
});

test("no query sorts with a temporary b-tree, but a price its 50 lines at most, a summary the sums of its days, and a list what is due", async () => {
  const plans = await plansOf((sql) => isSelect(sql) && !/AS priced|AS day|INDEXED BY "notifications_due"/.test(sql));
  const sorts = plans.flatMap(({ sql, steps }) =>
    steps.filter((step) => step.includes("TEMP B-TREE")).map((step) => ({ step, sql })),
  );
  expect(sorts).toEqual([]);
});

test("expiry finds the orders that are due by their own index, without a sort but of what they give back", async () => {
  const plans = await plansOf((sql) => sql.includes("'expire:'") && isWrite(sql));
  expect(plans.length).toBeGreaterThan(3);
  for (const { sql, steps } of plans) {
    expect(steps.join("\n")).toMatch(/USING (COVERING )?INDEX orders_to_expire/);
    const sorts = steps.filter((step) => step.includes("USE TEMP B-TREE FOR ORDER BY"));
    if (!sql.startsWith('INSERT INTO "stock_movements"')) expect(sorts).toEqual([]);
  }
});

test("a summary and a statement find the sums of their days by their time", async () => {
  const plans = await plansOf((sql) => sql.includes("AS day"));
  expect(plans.map(({ steps }) => steps.find((step) => step.startsWith("SEARCH")))).toEqual([
    "SEARCH order_sums USING PRIMARY KEY (quarter>? AND quarter<?)",
    "SEARCH statement_sums USING PRIMARY KEY (quarter>? AND quarter<?)",
  ]);
});

test("a list of a range of time reads only that range of its index, in the order of the list", async () => {
  const plans = await plansOf((sql) => /INDEXED BY "orders_(created|paid|updated)"/.test(sql));
  expect(plans.length).toBeGreaterThan(5);
  for (const { sql, steps } of plans) {
    const [index = "", column = ""] = /INDEXED BY "(orders_\w+)" .*?"orders"\."(\w+)" >=/.exec(sql)?.slice(1) ?? [];
    expect(steps.join("\n")).toMatch(new RegExp(`SEARCH orders USING INDEX ${index} \\(.*${column}`));
  }
});

test("a list by reference, a search for a number and the check of a new reference look it up in its index", async () => {
  const plans = await plansOf((sql) => sql.includes("$.reference'") && !sql.startsWith('INSERT INTO "orders"'));
  expect(plans.length).toBeGreaterThan(5);
  for (const { sql, steps } of plans)
    expect([sql, steps.filter((step) => /orders_reference \(<expr>=\?/.test(step)).length > 0]).toEqual([sql, true]);
});

test("a search with a filter reads only an index of that filter, and the words from the newest on", async () => {
  const plans = await plansOf((sql) => sql.includes("MATCH") && sql.includes("INDEXED BY"));
  const indexes = plans.map(({ sql }) => /INDEXED BY "(\w+)"/.exec(sql)?.[1] ?? "");
  expect(new Set(indexes)).toEqual(
    new Set([
      "customers_known",
      "notifications_due",
      "notifications_failed",
      "orders_payment_method",
      "orders_reference",
      "orders_status",
      "orders_user",
      "orders_user_status",
      "notifications_channel",
      "notifications_order",
      "notifications_user",
    ]),
  );
  for (const [plan, { steps }] of plans.entries()) {
    const index = indexes[plan] ?? "";
    expect(steps.filter((step) => step.includes(` ${index} `)).length).toBeGreaterThan(3);
    // Looked up by its id, then from the newest on (a constraint on the id, and no sort).
    expect(steps.filter((step) => step.includes("VIRTUAL TABLE INDEX"))).toEqual([
      expect.stringMatching(/^SCAN found VIRTUAL TABLE INDEX \d+:=M\d/),
      expect.stringMatching(/^SCAN (orders|customers|notifications)_fts VIRTUAL TABLE INDEX \d+:M\d</),
    ]);
  }
});

test("a list of failed messages, or of pending ones, reads the index of those", async () => {
  for (const index of ["notifications_failed", "notifications_due"]) {
    const plans = await plansOf((sql) => sql.includes(`INDEXED BY "${index}"`) && !sql.includes("MATCH"));
    expect(plans.length).toBeGreaterThan(1);
    for (const { steps } of plans)
      expect(steps.findLast((step) => step.includes("SEARCH notifications"))).toContain(` INDEX ${index} (`);
  }
});

test("a piece of an audit begins behind the order before it, and each order finds its rows by an index", async () => {
  const [piece, ...others] = await plansOf((sql) => sql.includes("UNION SELECT order_id"));
  expect(others).toEqual([]);
  expect(piece?.steps).toContain("MERGE (UNION)");
  expect(piece?.steps).toContain("SEARCH orders USING INTEGER PRIMARY KEY (rowid>?)");
  expect(piece?.steps).toContain("SEARCH order_events USING COVERING INDEX order_events_order_seq (order_id>?)");
  for (const index of ["order_events_order_seq", "sqlite_autoindex_order_items_1", "payments_order", "refunds_order"])
    expect(piece?.steps.join("\n")).toContain(`USING INDEX ${index} (order_id=?)`);
});

test("an audit counts the uses of a code by the index of the events that name one", async () => {
  const [codes, ...others] = await plansOf((sql) => sql.includes("AS differing"));
  expect(others).toEqual([]);
  const created = codes?.steps.filter((step) => step.includes(" created ")) ?? [];
  expect(created.length).toBeGreaterThan(3);
  for (const step of created) expect(step).toContain("INDEX order_events_discount (<expr>=?");
});

test("what was kept long enough is found by the index of what has ended, the oldest first and without a sort", async () => {
  const plans = await plansOf((sql) => sql.includes("_kept") && isWrite(sql));
  expect(plans).toHaveLength(5);
  for (const { sql, steps } of plans) {
    const [index = ""] = /\w+_kept/.exec(sql) ?? [];
    expect(steps.join("\n")).toMatch(new RegExp(`SEARCH \\w+ USING (COVERING )?INDEX ${index} \\(.*_at<\\?\\)`));
    expect(steps.filter((step) => step.includes("TEMP B-TREE"))).toEqual([]);
  }
});
