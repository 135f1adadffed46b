import type { Order, Refusal, User } from "@till/contracts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { askRest, overRest, restRequest } from "./rest-way.ts";
import { routeOf } from "./route-of.ts";
import { rounds } from "./rounds.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

/** A call that may be a mistake: who calls which procedure with what. */
interface Call {
  readonly caller: "nobody" | "stranger" | "owner" | "staff";
  readonly procedure: string;
  readonly input: Record<string, unknown>;
}

type Callers = Readonly<Record<Call["caller"], User | null>>;

/** What both ways say of a refusal. */
type Answer = Pick<Refusal, "code" | "message" | "details" | "actions"> & { status: number };

const hasQuery = (procedure: string) => routeOf(procedure).type === "query" && routeOf(procedure).method !== "POST";

/** The refusal that a call gets from tRPC, or null if it is done. */
async function overTrpc({ procedure, input }: Call, token: string | null): Promise<Answer | null> {
  const headers = { "content-type": "application/json", ...(token !== null && { authorization: `Bearer ${token}` }) };
  const isQuery = routeOf(procedure).type === "query";
  const response = await till.request(
    `/trpc/${procedure}${isQuery ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ""}`,
    isQuery ? { headers } : { method: "POST", headers, body: JSON.stringify(input) },
  );
  if (response.ok) return null;
  const { error } = (await response.json()) as { error: { data: { refusal: Refusal } } };
  const { code, message, details, actions } = error.data.refusal;
  return { code, message, details, actions, status: response.status };
}

/** The refusal that the same call gets from REST. */
async function overHttp({ procedure, input }: Call, token: string | null): Promise<Answer | null> {
  const response = await askRest(till, restRequest(routeOf(procedure), input), token);
  if (response.ok) return null;
  const { code, detail, details, actions } = (await response.json()) as Refusal & { detail: string };
  return { code, message: detail, details, actions, status: response.status };
}

/** A customer with an order in each state, and others who have nothing to do with them. */
async function orderedShop() {
  const owner = somebody();
  const staff = somebody("staff");
  const api = till.as(owner);
  const productId = await till.addProduct({ stock: 3 });
  const place = async (paymentMethod: "ONLINE" | "COD" = "ONLINE") =>
    (await api.orders.create.mutate({ items: [{ productId: await till.addProduct(), quantity: 1 }], paymentMethod }))
      .id;
  const [pending, cod, paid, waiting, cancelled, refunded] = [
    await place(),
    await place("COD"),
    await place(),
    await place(),
    await place(),
    await place(),
  ];
  await api.orders.pay.mutate({ id: paid, idempotencyKey: "used" });
  await api.orders.pay.mutate({ id: refunded });
  await api.orders.pay.mutate({ id: waiting, source: { token: "pm_card_threeDSecure2Required" } });
  await api.orders.cancel.mutate({ id: cancelled });
  await till.as(staff).orders.refund.mutate({ id: refunded });
  const callers: Callers = { nobody: null, stranger: somebody(), owner, staff };
  return { callers, productId, orderIds: [pending, cod, paid, waiting, cancelled, refunded] };
}

const key = fc.constantFrom("used", "x".repeat(256), "new");
const some = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 3 });

/** Inputs of procedures, most of them wrong in one way or another. */
function calls({ productId, orderIds }: Awaited<ReturnType<typeof orderedShop>>): fc.Arbitrary<Call> {
  const id = fc.oneof(fc.constantFrom(...orderIds), fc.constantFrom<unknown>(0, -1, 1.5, 10 ** 9, "one", "1 OR 1=1"));
  const text = fc.constantFrom<unknown>("because", "", "a\nb", "x".repeat(501), 7);
  const refundId = fc.constantFrom<unknown>("ref_none", "a b", "x".repeat(101));
  const item = fc.record(
    {
      productId: fc.constantFrom<unknown>(productId, 777_777, 0, "1"),
      quantity: fc.constantFrom<unknown>(1, 4, 0, 100, 1.5, "2"),
      price: fc.constant(1),
    },
    { requiredKeys: ["productId", "quantity"] },
  );
  const items = fc.oneof(fc.array(item, { maxLength: 3 }), fc.constantFrom<unknown>({}, "coffee"));
  const discountCode = some(fc.constantFrom<unknown>("NONE", "", "two words"));
  const limit = some(fc.constantFrom<unknown>(0, 1, 101, 1.5, "many"));
  const cursor = some(fc.constantFrom("after_1", "1", "'"));
  const inputs: Record<string, Record<string, fc.Arbitrary<unknown>>> = {
    "products.get": { id },
    "products.list": {
      search: some(fc.constantFrom("tea", "x".repeat(101))),
      limit,
      cursor,
      page: some(fc.constant(2)),
    },
    "orders.create": {
      items,
      paymentMethod: fc.constantFrom<unknown>("ONLINE", "COD", "CASH", undefined),
      discountCode,
      idempotencyKey: some(key),
      coupon: some(fc.constant("X")),
    },
    "orders.quote": { items, discountCode },
    "orders.get": { id, full: some(fc.constant("yes")) },
    "orders.list": { status: some(fc.constantFrom("PAID", "paid")), userId: some(fc.constant("usr_x")), limit, cursor },
    "orders.timeline": { id },
    "orders.pay": {
      id,
      source: some(
        fc.constantFrom<unknown>(
          { token: "pm_unknown" },
          { token: "sim:maybe" },
          { card: { number: "4111 1111 1111 1112", expMonth: 13, expYear: 2030, cvc: "1" } },
          { upi: "a@b", token: "pm_card_visa" },
          {},
        ),
      ),
      idempotencyKey: some(key),
    },
    "orders.confirm": {
      id,
      paymentId: fc.constantFrom<unknown>("pay_x", "", 1),
      outcome: fc.constantFrom("COMPLETE", "MAYBE"),
    },
    "orders.collect": { id, idempotencyKey: some(key) },
    "orders.cancel": { id, reason: some(text), idempotencyKey: some(key) },
    "orders.refund": {
      id,
      amount: some(fc.constantFrom<unknown>(1, 0, 99_999_999, 1.5)),
      reason: some(text),
      idempotencyKey: some(key),
    },
    "orders.retryRefund": { id, refundId, idempotencyKey: some(key) },
    "orders.dropRefund": { id, refundId, reason: some(text), idempotencyKey: some(key) },
    "notifications.get": { id },
    "products.upsert": {
      sku: fc.constantFrom<unknown>(".a", "x".repeat(65), "A/B?", "42"),
      name: fc.constantFrom<unknown>("", "Cup", 7),
      unitPrice: fc.constantFrom<unknown>(-1, 1, "1"),
      currency: fc.constantFrom("INR", "XXX"),
      stock: some(fc.constantFrom<unknown>(null, -1, "many")),
    },
    "products.adjustStock": { id, change: fc.constantFrom<unknown>(0, -9, 1.5), reason: text },
    "products.archive": { id: fc.constantFrom<unknown>(0, 10 ** 9) },
    "products.movements": { id, limit, cursor },
    "discounts.create": {
      code: discountCode,
      kind: fc.constantFrom("PERCENT", "HALF"),
      value: fc.constantFrom(0, 101),
    },
    "discounts.disable": { code: fc.constantFrom("NONE", "two words", "x".repeat(41)) },
    "sandbox.signIn": { userId: fc.constantFrom<unknown>("usr_nobody", "", "a b", 7) },
    "webhooks.endpoints.create": {
      url: fc.constantFrom<unknown>("http://x.example", "https://10.0.0.1", "ftp://x.example", "x"),
      eventTypes: fc.constantFrom<unknown>(["order.paid"], [], ["order.lost"], ["order.paid", "order.paid"]),
    },
    "webhooks.endpoints.update": {
      id: fc.constantFrom("whe_none"),
      enabled: some(fc.constantFrom<unknown>(true, "yes")),
    },
    "webhooks.deliveries.replay": { id: some(fc.constant("msg_none")), endpointId: some(fc.constant("whe_none")) },
    "apiKeys.revoke": { id: fc.constantFrom("key_none", "x".repeat(101)) },
  };
  return fc.oneof(
    ...Object.entries(inputs).map(([procedure, fields]) =>
      fc.record({
        caller: fc.constantFrom<Call["caller"]>("nobody", "stranger", "owner", "staff"),
        procedure: fc.constant(procedure),
        input: fc.record(fields).map((input) => JSON.parse(JSON.stringify(input)) as Record<string, unknown>),
      }),
    ),
  );
}

/** What only a query can't tell: there everything is text, so a number that was sent as text is a number after all. */
const isTextual = ({ procedure, input }: Call) =>
  hasQuery(procedure) && Object.values(input).some((value) => typeof value === "string" && /^\d+$/.test(value));

/** The tokens of those who call. */
async function tokensOf(callers: Callers): Promise<(caller: Call["caller"]) => string | null> {
  const tokens = new Map<string, string | null>();
  for (const [name, user] of Object.entries(callers)) tokens.set(name, user === null ? null : await till.tokenOf(user));
  return (caller) => tokens.get(caller) ?? null;
}

/** Gives the call both ways, if it is refused at all: what is done changes what may be done next. Answers the code. */
async function compare(call: Call, token: string | null): Promise<string | null> {
  const refusal = await overTrpc(call, token);
  if (refusal === null) return null;
  expect(await overHttp(call, token), JSON.stringify(call)).toEqual(refusal);
  return refusal.code;
}

const inputs = rounds(5_000, 200);

test("each mistake in the input gets the same refusal over REST as over tRPC", async () => {
  const shop = await orderedShop();
  const tokenOf = await tokensOf(shop.callers);
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(calls(shop), async (call) => {
      fc.pre(!isTextual(call));
      if ((await compare(call, tokenOf(call.caller))) !== null) refused += 1;
    }),
    { numRuns: inputs },
  );
  expect(refused).toBeGreaterThan(inputs / 2);
});

test("a command that is illegal gets the same refusal over REST as over tRPC, from everybody in every state", async () => {
  const { callers, orderIds } = await orderedShop();
  const tokenOf = await tokensOf(callers);
  const commands: Record<string, Record<string, unknown>> = {
    "orders.refund": { amount: 99_999_999 },
    "orders.retryRefund": { refundId: "ref_none" },
    "orders.dropRefund": { refundId: "ref_none" },
    "orders.confirm": { paymentId: "pay_none", outcome: "COMPLETE" },
    "orders.pay": { source: { token: "pm_card_visa" } },
    "orders.collect": {},
    "orders.cancel": {},
  };
  const codes = new Set<string | null>();
  for (const [procedure, input] of Object.entries(commands))
    for (const id of [...orderIds, 10 ** 9])
      for (const caller of ["nobody", "stranger", "staff", "owner"] as const)
        codes.add(await compare({ caller, procedure, input: { id, ...input } }, tokenOf(caller)));
  const expected = [
    "FORBIDDEN",
    "ORDER_NOT_FOUND",
    "ORDER_NOT_PENDING",
    "ORDER_NOT_REFUNDABLE",
    "PAYMENT_IN_PROGRESS",
    "PAYMENT_NOT_OPEN",
    "REFUND_EXCEEDS_BALANCE",
    "REFUND_NOT_FAILED",
    "UNAUTHENTICATED",
    "WRONG_PAYMENT_METHOD",
  ];
  expect([...codes].filter((code) => code !== null).toSorted()).toEqual(expected);
});

test("an order is the same JSON over REST as over tRPC, in every state and for everybody", async () => {
  const { callers, orderIds } = await orderedShop();
  for (const user of [callers.owner, callers.staff])
    for (const id of orderIds) {
      const [direct, http] = [till.as(user), overRest(till).as(user)];
      const order: Order = await direct.orders.get.query({ id });
      expect(JSON.stringify(await http.orders.get.query({ id }))).toBe(JSON.stringify(order));
      expect(await http.orders.timeline.query({ id })).toEqual(await direct.orders.timeline.query({ id }));
    }
  const [direct, http] = [till.as(callers.owner), overRest(till).as(callers.owner)];
  expect(await http.orders.list.query({ limit: 3 })).toEqual(await direct.orders.list.query({ limit: 3 }));
});
