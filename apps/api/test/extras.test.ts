import { type CreateOrderInput, type WebhookPayload, limits } from "@till/contracts";
import Papa from "papaparse";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { auditAll } from "./audit-all.ts";
import { connectReceivers, receiver, status } from "./receivers.ts";
import { loseAnswers } from "./lose-answers.ts";
import { refusalOf } from "./refusals.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
let productId: number;
let discountCode: string;
beforeAll(async () => {
  till = await startTill();
  productId = await till.addProduct({ unitPrice: 10_000, stock: 10_000 });
  discountCode = await till.addDiscount({ kind: "PERCENT", value: 10 });
});
afterEach(() => {
  till.world.fetch = fetch;
});
afterAll(() => till.stop());

type Extras = NonNullable<CreateOrderInput["extras"]>;

const shipping = { type: "SHIPPING", name: "Express delivery", amount: 990 } as const;
const fee = { type: "FEE", name: "Gift wrap", amount: 250 } as const;
const salesTax = { type: "TAX", name: "City tax", amount: 60, rate: 50 } as const;
const vat = { type: "TAX", name: "VAT", amount: 1_437, included: true, rate: 1_900 } as const;
const given: Extras = [shipping, fee, salesTax, vat];

/** Shipping, and a tax of so much that is included. */
const included = (amount: number): Extras => [shipping, { ...vat, amount }];

/** What an order of one piece for 100.00, less 10 %, comes to with them. */
const told = {
  subtotalAmount: 10_000,
  discountAmount: 1_000,
  extras: [
    { ...shipping, included: false, rate: null },
    { ...fee, included: false, rate: null },
    { type: "TAX", name: "City tax", amount: 60, included: false, rate: 50 },
    vat,
  ],
  extraAmount: 1_300,
  totalAmount: 10_300,
};

const basket = (more: Partial<CreateOrderInput> = {}) => ({
  items: [{ productId, quantity: 1 }],
  discountCode,
  extras: given,
  ...more,
});

const place = (more: Partial<CreateOrderInput> = {}, user = somebody()) =>
  till.as(user).orders.create.mutate({ ...basket(more), paymentMethod: "ONLINE" });

const newReference = () => `SO-${crypto.randomUUID()}`;

test("an order has its extra lines as the shop named them, and every answer about it has them", async () => {
  const user = somebody();
  const before = till.world.databaseRequests;
  const order = await place({}, user);
  expect(till.world.databaseRequests - before).toBe(1);
  expect(order).toMatchObject(told);
  const api = till.as(user);
  const { payment } = await api.orders.pay.mutate({ id: order.id });
  expect(payment.amount).toBe(told.totalAmount);
  expect(await api.orders.get.query({ id: order.id })).toMatchObject({ ...told, status: "PAID" });
  expect((await api.orders.list.query({})).items).toMatchObject([told]);
  const { order: ofDossier, differences } = await till.as(somebody("staff")).orders.dossier.query({ id: order.id });
  expect([ofDossier, differences]).toMatchObject([told, []]);
  await till.settled();
  const { items } = await api.notifications.list.query({ channel: "EMAIL" });
  expect(items.map(({ text }) => text)).toEqual([`Your order #${order.id} is paid. Amount: ₹103.00`]);
});

test("an order without extra lines has none, and stores none", async () => {
  for (const extras of [undefined, []]) {
    const order = await place({ extras });
    expect(order).toMatchObject({ extras: [], extraAmount: 0, totalAmount: 9_000 });
    expect(await till.rows("SELECT extra_amount, recorded FROM orders WHERE id = ?", order.id)).toEqual([
      { extra_amount: 0, recorded: null },
    ]);
  }
});

test("a quote has the same amounts as its order, and the total that the customer saw is the whole total", async () => {
  const quote = await till.as(null).orders.quote.query(basket());
  expect(quote).toMatchObject({ ...told, problems: [] });
  expect(await place({ expectedTotalAmount: quote.totalAmount })).toMatchObject(told);
  const refusal = await refusalOf(place({ expectedTotalAmount: told.totalAmount - told.extraAmount }));
  expect(refusal).toMatchObject({
    code: "PRICE_CHANGED",
    message: "The order now comes to ₹103.00, not ₹90.00. Look at it again, and place it if you agree.",
    details: { quote: told },
  });
});

test("the total with its extra lines is within the limit of one order", async () => {
  const most = limits.orderAmount - 10_000;
  const extras: Extras = [{ type: "FEE", name: "Rest", amount: most }];
  expect(await place({ discountCode: undefined, extras })).toMatchObject({ totalAmount: limits.orderAmount });
  const tooMuch = { discountCode: undefined, extras: [...extras, { ...fee, amount: 1 }] };
  const details = { subtotalAmount: 10_000, totalAmount: limits.orderAmount + 1 };
  expect(await refusalOf(place(tooMuch))).toMatchObject({ code: "ORDER_TOO_LARGE", details });
  const { problems } = await till.as(null).orders.quote.query(basket(tooMuch));
  expect(problems).toMatchObject([{ code: "ORDER_TOO_LARGE", details }]);
});

test("an included tax is no more than the order comes to, after its discount and with what is added", async () => {
  expect(await place({ extras: included(9_990) })).toMatchObject({ totalAmount: 9_990 });
  const issue = {
    field: "extras",
    message: "must include no more tax than the order comes to: ₹99.91 can't be part of ₹99.90",
  };
  const refusal = { code: "VALIDATION_FAILED", details: { issues: [issue] } };
  expect(await refusalOf(place({ extras: included(9_991) }))).toMatchObject(refusal);
  const { problems } = await till.as(null).orders.quote.query(basket({ extras: included(9_991) }));
  expect(problems).toMatchObject([refusal]);
});

test("a repeat under the same idempotency key is the same order, and other extra lines are another request", async () => {
  const [user, idempotencyKey] = [somebody(), "basket"];
  const first = await place({ idempotencyKey }, user);
  expect((await place({ idempotencyKey }, user)).id).toBe(first.id);
  const other = place({ idempotencyKey, extras: [shipping] }, user);
  expect(await refusalOf(other)).toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
});

test("a batch whose answer was lost is sent again, and the extra lines are added once", async () => {
  const lost = loseAnswers(till, 1);
  expect(await place({ idempotencyKey: "lost", reference: newReference() })).toMatchObject(told);
  expect(lost()).toBe(1);
});

test("the whole total is refunded and no more, and the summary has the whole total", async () => {
  const user = somebody();
  const staff = till.as(somebody("staff"));
  const amounts = async () => (await staff.orders.summary.query({ days: 1 })).days[0]?.amounts[0];
  const before = await amounts();
  const { id } = await place({}, user);
  await till.as(user).orders.pay.mutate({ id });
  await staff.orders.refund.mutate({ id, amount: 300 });
  const beyond = await refusalOf(staff.orders.refund.mutate({ id, amount: 10_001 }));
  expect(beyond).toMatchObject({ code: "REFUND_EXCEEDS_BALANCE", details: { left: 10_000 } });
  const { order } = await staff.orders.refund.mutate({ id });
  expect(order).toMatchObject({ status: "REFUNDED", refundedAmount: told.totalAmount });
  const after = await amounts();
  expect([after?.paid, after?.refunded]).toEqual([
    (before?.paid ?? 0) + told.totalAmount,
    (before?.refunded ?? 0) + told.totalAmount,
  ]);
  expect((await auditAll(till)).differences).toEqual([]);
});

test("a webhook has the extra lines, and the longest of them fit in beside all else", async () => {
  connectReceivers(till);
  const hook = await receiver(till, [status(200)], ["order.created"]);
  const name = "語".repeat(limits.extraNameLength);
  const extras: Extras = Array.from({ length: limits.orderExtras }, () => ({ ...salesTax, name }));
  const { id } = await place({ extras });
  await till.settled();
  const payloads = hook.received.map(({ body }) => JSON.parse(body) as WebhookPayload);
  expect(payloads.map(({ data }) => data.order)).toMatchObject([
    { id, extras: extras.map((extra) => ({ ...extra, included: false })), extraAmount: 600, totalAmount: 9_600 },
  ]);
});

test("the CSV has the sum of what is added and each extra line", async () => {
  const user = somebody();
  await place({}, user);
  const headers = { accept: "text/csv", authorization: `Bearer ${await till.tokenOf(user)}` };
  const text = await (await till.request("/v1/orders", { headers })).text();
  expect(Papa.parse<Record<string, string>>(text.trimEnd(), { header: true }).data).toMatchObject([
    { extraAmount: "1300", totalAmount: "10300", extras: JSON.stringify(told.extras) },
  ]);
});

/** The words of a page that a person reads. */
const wordsOf = (html: string) =>
  html
    .replace(/<style.*<\/style>/s, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");

test("the receipt adds up the extra lines, and names the tax that the total includes below it", async () => {
  const user = somebody();
  const wrap = { ...fee, name: "<b>Gift</b> wrap" };
  const { id } = await place({ extras: [shipping, wrap, salesTax, vat] }, user);
  const { order } = await till.as(user).orders.pay.mutate({ id });
  const html = await (await till.request(new URL(order.receiptUrl ?? "").pathname)).text();
  expect(html).toContain("&lt;b&gt;Gift&lt;/b&gt; wrap");
  expect(wordsOf(html)).toContain(
    `Discount (${discountCode}) −₹10.00 Express delivery ₹9.90 &lt;b&gt;Gift&lt;/b&gt; wrap ₹2.50 City tax 0.5% ₹0.60 Total ₹103.00 Includes VAT 19% ₹14.37`,
  );
});
