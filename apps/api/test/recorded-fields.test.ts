import { type CreateOrderInput, type WebhookPayload, limits } from "@till/contracts";
import Papa from "papaparse";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { connectReceivers, receiver, status } from "./receivers.ts";
import { loseAnswers } from "./lose-answers.ts";
import { refusalOf } from "./refusals.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
let productId: number;
beforeAll(async () => {
  till = await startTill();
  productId = await till.addProduct();
});
afterEach(() => {
  till.world.fetch = fetch;
});
afterAll(() => till.stop());

const home = {
  name: "Zoë Rao",
  line1: "14 Lavelle Road",
  line2: "Flat 3",
  city: "Bengaluru",
  region: "Karnataka",
  postalCode: "560001",
  country: "IN",
} as const;
const office = { company: "Rao & Co", line1: "1 Rue de l'Église", city: "Paris", country: "FR" } as const;

const newReference = () => `SO-${crypto.randomUUID()}`;

const all = () => ({
  shippingAddress: home,
  billingAddress: office,
  contact: { email: "gift@example.com", phone: "+919822222222" },
  metadata: { table: "7", "gift.note": "Für Zoë" },
  reference: newReference(),
});

const place = (more: Partial<CreateOrderInput> = {}, user = somebody()) =>
  till.as(user).orders.create.mutate({ items: [{ productId, quantity: 1 }], paymentMethod: "ONLINE", ...more });

test("an order keeps what its shop records with it, and every answer about the order has it", async () => {
  const [user, recorded] = [somebody(), all()];
  const before = till.world.databaseRequests;
  const order = await place(recorded, user);
  expect(till.world.databaseRequests - before).toBe(1);
  expect(order).toMatchObject(recorded);
  const api = till.as(user);
  await api.orders.pay.mutate({ id: order.id });
  expect(await api.orders.get.query({ id: order.id })).toMatchObject({ ...recorded, status: "PAID" });
  expect((await api.orders.list.query({})).items).toMatchObject([recorded]);
  const { order: ofDossier, differences } = await till.as(somebody("staff")).orders.dossier.query({ id: order.id });
  expect([ofDossier, differences]).toMatchObject([recorded, []]);
});

test("an order of a shop that records nothing has nothing", async () => {
  const nothing = { shippingAddress: null, billingAddress: null, contact: null, metadata: {}, reference: null };
  expect(await place()).toMatchObject(nothing);
  const order = await place({ metadata: {} });
  expect(order).toMatchObject(nothing);
  expect(await till.rows("SELECT recorded FROM orders WHERE id = ?", order.id)).toEqual([{ recorded: null }]);
});

test("messages about the order go to its contact only, and the customer's own details stay", async () => {
  const user = somebody();
  const order = await place({ contact: { email: "gift@example.com" } }, user);
  await till.as(user).orders.pay.mutate({ id: order.id });
  const other = await place({}, user);
  await till.as(user).orders.cancel.mutate({ id: other.id });
  await till.settled();
  const { items } = await till.as(user).notifications.list.query({});
  expect(items.map(({ orderId, channel, recipient }) => [orderId, channel, recipient])).toEqual([
    [other.id, "SMS", user.phone],
    [other.id, "EMAIL", user.email],
    [order.id, "EMAIL", "gift@example.com"],
  ]);
  expect(order.customer).toMatchObject({ email: user.email, phone: user.phone });
});

test("a second order with a reference is refused, and only who may see the first is told its number", async () => {
  const [user, reference] = [somebody(), newReference()];
  const { id } = await place({ reference }, user);
  const again = (more = {}) => refusalOf(place({ reference, ...more }, user));
  const taken = {
    code: "REFERENCE_TAKEN",
    status: 409,
    message: `Order #${id} has the reference ${reference} already. Each order needs its own.`,
    details: { reference, orderId: id },
  };
  expect(await again()).toMatchObject(taken);
  await till.as(user).orders.cancel.mutate({ id });
  expect(await again({ metadata: { attempt: "2" } })).toMatchObject(taken);
  expect(await refusalOf(place({ reference }))).toMatchObject({ code: "REFERENCE_TAKEN", details: { orderId: null } });
  expect(await till.rows("SELECT count(*) AS n FROM order_events WHERE data LIKE ?", `%${reference}%`)).toEqual([
    { n: 1 },
  ]);
});

test("of many orders with one reference at the same time, one is placed", async () => {
  const reference = newReference();
  const ends = await Promise.allSettled(Array.from({ length: 8 }, () => place({ reference })));
  expect(ends.filter((end) => end.status === "fulfilled")).toHaveLength(1);
  expect(await till.rows("SELECT count(*) AS n FROM orders WHERE recorded ->> '$.reference' = ?", reference)).toEqual([
    { n: 1 },
  ]);
});

test("a repeat under the same idempotency key stays a repeat, whatever the order of its metadata", async () => {
  const [user, reference, idempotencyKey] = [somebody(), newReference(), "basket"];
  const first = await place({ reference, idempotencyKey, metadata: { a: "1", b: "2" } }, user);
  const second = await place({ reference, idempotencyKey, metadata: { b: "2", a: "1" } }, user);
  expect(second.id).toBe(first.id);
  const other = place({ reference, idempotencyKey, metadata: { a: "2", b: "2" } }, user);
  expect(await refusalOf(other)).toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
});

test("a batch whose answer was lost is sent again, and its reference is not taken by itself", async () => {
  const lost = loseAnswers(till, 1);
  const reference = newReference();
  expect(await place({ reference, idempotencyKey: "lost" })).toMatchObject({ reference });
  expect(lost()).toBe(1);
});

const found = async (input: object, who = somebody("staff")) =>
  (await till.as(who).orders.list.query(input)).items.map(({ id }) => id);

test("an order is found by its reference: by its customer, by staff, and by their search", async () => {
  const [user, number] = [somebody(), String(1_000_000 + Math.floor(Math.random() * 1_000_000_000))];
  const word = crypto.randomUUID().slice(0, 13);
  const [worded, numbered] = [
    await place({ reference: `Web/${word}` }, user),
    await place({ reference: number }, user),
  ];
  expect(await found({ reference: `Web/${word}` }, user)).toEqual([worded.id]);
  expect(await found({ reference: `Web/${word}` }, somebody())).toEqual([]);
  expect(await found({ reference: `Web/${word}`, status: "PENDING", createdFrom: worded.createdAt })).toEqual([
    worded.id,
  ]);
  expect(await found({ reference: `web/${word}` })).toEqual([]);
  expect(await found({ search: `web/${word}` })).toEqual([worded.id]);
  expect(await found({ search: `${word} web test` })).toEqual([worded.id]);
  expect(await found({ search: number })).toEqual([numbered.id]);
  expect(await found({ search: number, status: "PAID" })).toEqual([]);
});

test("a webhook has what the shop records, and not how to reach anybody", async () => {
  connectReceivers(till);
  const hook = await receiver(till, [status(200)], ["order.created"]);
  const { contact: _contact, ...recorded } = all();
  await place({ ...recorded, contact: { email: "gift@example.com" } });
  await till.settled();
  const [payload] = hook.received.map(({ body }) => JSON.parse(body) as WebhookPayload);
  expect(payload?.data.order).toMatchObject(recorded);
  expect(JSON.stringify(payload)).not.toContain("gift@example.com");
});

test("the longest of all that can be recorded fits into a webhook", async () => {
  connectReceivers(till);
  const hook = await receiver(till, [status(200)], ["order.created"]);
  const long = "語".repeat(limits.addressLineLength);
  const lines = { name: long, company: long, line1: long, line2: long, city: long, region: long };
  const address = { ...lines, postalCode: "語".repeat(limits.postalCodeLength), country: "JP" } as const;
  const keys = Array.from({ length: limits.metadataKeys }, (_, key) =>
    `key${key}`.padEnd(limits.metadataKeyLength, "x"),
  );
  await place({
    shippingAddress: address,
    billingAddress: address,
    metadata: Object.fromEntries(keys.map((key) => [key, "語".repeat(limits.metadataValueLength)])),
    reference: "語".repeat(limits.referenceLength),
  });
  await till.settled();
  expect(hook.received).toHaveLength(1);
});

test("the CSV has each recorded field in its column", async () => {
  const [user, recorded] = [somebody(), all()];
  await place(recorded, user);
  const headers = { accept: "text/csv", authorization: `Bearer ${await till.tokenOf(user)}` };
  const text = await (await till.request("/v1/orders", { headers })).text();
  expect(Papa.parse<Record<string, string>>(text.trimEnd(), { header: true }).data).toMatchObject([
    {
      reference: recorded.reference,
      contactEmail: "gift@example.com",
      contactPhone: "'+919822222222",
      shippingAddress: "Zoë Rao, 14 Lavelle Road, Flat 3, Bengaluru, Karnataka, 560001, India",
      billingAddress: "Rao & Co, 1 Rue de l'Église, Paris, France",
      metadata: '{"gift.note":"Für Zoë","table":"7"}',
    },
  ]);
});
