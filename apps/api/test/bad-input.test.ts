import { limits } from "@till/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
let token: string;
let productId: number;
beforeAll(async () => {
  till = await startTill();
  token = await till.tokenOf(somebody());
  productId = await till.addProduct({ stock: 1000 });
});
afterAll(() => till.stop());

const line = (quantity: unknown) => ({ productId, quantity });
const lines = (count: number) => Array.from({ length: count }, (_, index) => ({ productId: index + 1, quantity: 1 }));
const order = (items: unknown, more = {}) => JSON.stringify({ items, paymentMethod: "COD", ...more });

/** A request that is wrong, with the refusal that it gets: status, code, and the sentence. */
const cases: Record<
  string,
  {
    path?: string;
    headers?: Record<string, string>;
    init?: RequestInit;
    body?: string;
    answer: [number, string, string];
  }
> = {
  "an unknown product": {
    body: order([
      { productId: 777_777, quantity: 1 },
      { productId: 888_888, quantity: 1 },
    ]),
    answer: [400, "PRODUCT_NOT_FOUND", "There are no products 777777 and 888888."],
  },
  "a quantity of 0": { body: "0", answer: [400, "VALIDATION_FAILED", quantitySentence()] },
  "a quantity of 1.5": { body: "1.5", answer: [400, "VALIDATION_FAILED", quantitySentence()] },
  "a quantity of 10⁹": { body: "1e9", answer: [400, "VALIDATION_FAILED", quantitySentence()] },
  "a quantity as text": { body: '"2"', answer: [400, "VALIDATION_FAILED", quantitySentence()] },
  "an empty list": {
    body: order([]),
    answer: [400, "VALIDATION_FAILED", `items must have 1 to ${limits.orderLines} lines.`],
  },
  "51 lines": {
    body: order(lines(51)),
    answer: [400, "VALIDATION_FAILED", `items must have 1 to ${limits.orderLines} lines.`],
  },
  "a product in two lines": {
    body: JSON.stringify({
      items: [
        { productId: 7, quantity: 1 },
        { productId: 7, quantity: 2 },
      ],
      paymentMethod: "COD",
    }),
    answer: [400, "VALIDATION_FAILED", "items[1].productId names product 7 a second time; give each product one line."],
  },
  "an unknown field": {
    body: JSON.stringify({ items: [{ productId: 7, quantity: 1 }], paymentMethod: "COD", coupon: "X" }),
    answer: [
      400,
      "VALIDATION_FAILED",
      'The input must not have the unknown key "coupon" (known: items, paymentMethod, discountCode, extras, expectedTotalAmount, customer, shippingAddress, billingAddress, contact, metadata, reference, returnUrl, idempotencyKey).',
    ],
  },
  "an unknown field of a line": {
    body: JSON.stringify({ items: [{ productId: 7, quantity: 1, price: 1 }], paymentMethod: "COD" }),
    answer: [400, "VALIDATION_FAILED", 'items[0] must not have the unknown key "price" (known: productId, quantity).'],
  },
  "a missing field": {
    body: JSON.stringify({ items: [{ productId: 7, quantity: 1 }] }),
    answer: [400, "VALIDATION_FAILED", "paymentMethod must be one of COD, ONLINE."],
  },
  "no object at all": { body: "[]", answer: [400, "VALIDATION_FAILED", "The input must be an object."] },
  "no body": {
    init: { body: null },
    answer: [400, "VALIDATION_FAILED", "items is missing. paymentMethod must be one of COD, ONLINE."],
  },
  "broken JSON": { body: '{"items":', answer: [400, "VALIDATION_FAILED", "The input must be valid JSON."] },
  "broken JSON in a query": {
    path: "orders.get?input={id",
    init: { method: "GET", body: null },
    answer: [400, "VALIDATION_FAILED", "The input must be valid JSON."],
  },
  "another kind of content": {
    headers: { "content-type": "text/plain" },
    body: "{}",
    answer: [415, "VALIDATION_FAILED", "The input must come with the header Content-Type: application/json."],
  },
  "a wrong method": {
    init: { method: "GET", body: null },
    answer: [
      405,
      "METHOD_NOT_ALLOWED",
      "Queries use GET and mutations use POST. orders.create needs the other method.",
    ],
  },
  "a procedure that does not exist": {
    path: "orders.steal",
    body: "{}",
    answer: [404, "NOT_FOUND", "There is nothing at orders.steal."],
  },
  "an id of 0": {
    path: "orders.cancel",
    body: '{"id":0}',
    answer: [400, "VALIDATION_FAILED", "id must be a whole number from 1 up, such as 42."],
  },
  "a cursor that Till never made": {
    path: `orders.list?input=${encodeURIComponent('{"cursor":"1 OR 1=1"}')}`,
    init: { method: "GET", body: null },
    answer: [400, "VALIDATION_FAILED", "cursor must be a nextCursor that this list returned."],
  },
  "a reason that is no text": {
    path: "orders.cancel",
    body: String.raw`{"id":1,"reason":"x\ud800y"}`,
    answer: [400, "VALIDATION_FAILED", "reason must be plain text on one line."],
  },
  "an id that is no text": {
    path: "sandbox.signIn",
    body: String.raw`{"userId":"x\ud800y"}`,
    answer: [400, "VALIDATION_FAILED", "userId must be printable ASCII."],
  },
  "a reason with control characters": {
    path: "orders.cancel",
    body: String.raw`{"id":1,"reason":"a\nb"}`,
    answer: [400, "VALIDATION_FAILED", "reason must be plain text on one line."],
  },
};

function quantitySentence() {
  return `items[0].quantity must be a whole number from 1 to ${limits.lineQuantity}.`;
}

/** What is in the tables that a command could write to. */
const written = () =>
  till.rows(`SELECT (SELECT count(*) FROM orders) AS orders, (SELECT count(*) FROM order_events) AS events,
    (SELECT count(*) FROM customers) AS customers, (SELECT sum(stock) FROM products) AS stock`);

test.each(Object.entries(cases))(
  "%s is refused, and nothing is written",
  async (name, { path, headers, init, body, answer }) => {
    const before = await written();
    const response = await till.request(`/trpc/${path ?? "orders.create"}`, {
      method: "POST",
      body: name.startsWith("a quantity") ? order([line(JSON.parse(body ?? ""))]) : (body ?? ""),
      ...init,
      headers: { "content-type": "application/json", ...headers, authorization: `Bearer ${token}` },
    });
    const { error } = (await response.json()) as { error: { data: { refusal: { code: string; message: string } } } };
    expect([response.status, error.data.refusal.code, error.data.refusal.message]).toEqual(answer);
    expect(await written()).toEqual(before);
  },
);

const invalidPath: [path: string, init?: RequestInit][] = [
  ["/trpc/orders.get%zz?input=%7B%7D"],
  ["/trpc/orders.get%ff"],
  ["/trpc/orders.create%zz", { method: "POST", body: "{}", headers: { "content-type": "application/json" } }],
];

test.each(invalidPath)("the malformed escape in %s is named, not taken for bad JSON", async (path, init) => {
  const response = await till.request(path, init);
  const { error } = (await response.json()) as { error: { data: { refusal: object } } };
  expect([response.status, error.data.refusal]).toMatchObject([
    400,
    { code: "VALIDATION_FAILED", message: "path has a malformed percent-escape; % itself is written %25." },
  ]);
});

test.each<[what: string, path: string, init: RequestInit, sentence: string]>([
  [
    "a batch whose input is a list",
    "/trpc/products.list,products.list?batch=1&input=[1]",
    {},
    "The input must be an object with the input of each call under its number.",
  ],
  [
    "a query and a mutation in one batch",
    "/trpc/auth.me,orders.create?batch=1",
    { method: "POST", body: "{}", headers: { "content-type": "application/json" } },
    "The input must be for queries or for mutations, not for both in one batch.",
  ],
  [
    "a stream without a batch",
    "/trpc/auth.me",
    { headers: { "trpc-accept": "application/jsonl" } },
    "The input must come as a batch for an answer in pieces.",
  ],
  ["broken connection parameters", "/trpc/auth.me?connectionParams={", {}, "The input must be valid JSON."],
])("%s is refused for what it is", async (_what, path, init, sentence) => {
  const response = await till.request(path, init);
  const text = await response.text();
  const [body] = [JSON.parse(text) as unknown].flat() as { error: { data: { refusal: { message: string } } } }[];
  expect([response.status, body?.error.data.refusal.message]).toEqual([400, sentence]);
});

test("a call without input leaves out every field", async () => {
  const response = await till.request("/trpc/products.list");
  expect([response.status, await response.json()]).toMatchObject([200, { result: { data: { nextCursor: null } } }]);
});

test("signs of the search language are searched for as words, not obeyed", async () => {
  const api = till.as(null);
  for (const search of ['"', "AND", "tea OR 1", "name:tea", "*", "(", "NEAR(a b)", "-x", "'; DROP TABLE orders; --"])
    expect((await api.products.list.query({ search })).items).toEqual([]);
});
