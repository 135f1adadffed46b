import { afterAll, beforeAll, expect, test } from "vitest";
import { refusalOf } from "./refusals.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

const usesOf = async (code: string, userId: string) =>
  (
    await till.rows(
      `SELECT uses, (SELECT uses FROM discount_uses AS own WHERE own.code = discounts.code AND user_id = ?) AS own
       FROM discounts WHERE code = ?`,
      userId,
      code,
    )
  )[0];

async function shopping() {
  const user = somebody();
  const api = till.as(user);
  const items = [{ productId: await till.addProduct({ unitPrice: 10_000 }), quantity: 2 }];
  const order = (discountCode: string) => api.orders.create.mutate({ items, paymentMethod: "COD", discountCode });
  return { user, api, items, order };
}

test("a code works in any case, and its use is counted and given back", async () => {
  const code = await till.addDiscount({ kind: "PERCENT", value: 10 });
  const { user, api, order } = await shopping();
  const placed = await order(code.toLowerCase());
  expect(placed).toMatchObject({
    discountCode: code,
    subtotalAmount: 20_000,
    discountAmount: 2_000,
    totalAmount: 18_000,
  });
  await order(code);
  expect(await usesOf(code, user.id)).toEqual({ uses: 2, own: 2 });
  await api.orders.cancel.mutate({ id: placed.id });
  expect(await usesOf(code, user.id)).toEqual({ uses: 1, own: 1 });
});

test.each([
  ["an unknown code", null, "UNKNOWN", /is not known here/],
  [
    "a code that has not started",
    { starts_at: "2999-01-01T00:00:00.000Z" },
    "NOT_STARTED",
    /is valid from 1 January 2999/,
  ],
  ["a code that has ended", { ends_at: "2020-01-01T00:00:00.000Z" }, "ENDED", /ended on 1 January 2020 at 00:00 UTC/],
  ["a code that is used up", { max_uses: 5, uses: 5 }, "USED_UP", /is used up/],
  ["a code with a minimum", { min_subtotal: 20_001 }, "MINIMUM_NOT_MET", /is valid for orders of at least ₹200.01/],
  ["a code in another currency", { currency: "USD" }, "OTHER_CURRENCY", /is not valid for orders in INR/],
])("%s is refused, and says why", async (_name, columns, problem, sentence) => {
  const code = columns === null ? "NOSUCHCODE" : await till.addDiscount({ kind: "FIXED", value: 100, ...columns });
  const { order } = await shopping();
  const refusal = await refusalOf(order(code));
  expect(refusal).toMatchObject({ code: "DISCOUNT_INVALID", status: 400, details: { discountCode: code, problem } });
  expect(refusal.message).toMatch(sentence);
});

test("a limit of uses per customer is each customer's own, and a visitor is not held to it", async () => {
  const code = await till.addDiscount({ kind: "FIXED", value: 100, max_uses_per_customer: 1 });
  const [one, other] = [await shopping(), await shopping()];
  await one.order(code);
  expect(await refusalOf(one.order(code))).toMatchObject({ details: { problem: "USED_UP_BY_CUSTOMER" } });
  expect((await till.as(null).orders.quote.query({ items: one.items, discountCode: code })).problems).toEqual([]);
  expect(await other.order(code)).toMatchObject({ discountAmount: 100 });
});

test("of many at once no more than the limit get the last uses of a code", async () => {
  const code = await till.addDiscount({ kind: "PERCENT", value: 50, max_uses: 3 });
  const { user, order } = await shopping();
  const outcomes = await Promise.allSettled(Array.from({ length: 12 }, () => order(code)));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
  expect(await usesOf(code, user.id)).toEqual({ uses: 3, own: 3 });
});

test("a discount is at most the subtotal", async () => {
  const code = await till.addDiscount({ kind: "FIXED", value: 1_000_000 });
  const { order } = await shopping();
  expect(await order(code)).toMatchObject({ subtotalAmount: 20_000, discountAmount: 20_000, totalAmount: 0 });
});

test("a program that orders is asked the same by a quote as by its order; with a bad key it is a visitor", async () => {
  const code = await till.addDiscount({ kind: "FIXED", value: 100, max_uses_per_customer: 1 });
  const { items } = await shopping();
  const { id, key } = await till.as(somebody("staff")).apiKeys.create.mutate({ name: "Kiosk", role: "customer" });
  const program = till.withToken(key);
  const problems = async () =>
    (await program.orders.quote.query({ items, discountCode: code })).problems.map(({ details }) => details);
  expect(await problems()).toEqual([]);
  await program.orders.create.mutate({ items, paymentMethod: "COD", discountCode: code });
  expect(await problems()).toMatchObject([{ problem: "USED_UP_BY_CUSTOMER" }]);
  await till.as(somebody("staff")).apiKeys.revoke.mutate({ id });
  expect(await problems()).toEqual([]);
});

test("staff add codes of each kind, and orders get what they say", async () => {
  const { discounts } = till.as(somebody("staff"));
  const { api, items } = await shopping();
  const [percent, fixed] = [`P-${crypto.randomUUID()}`, `F-${crypto.randomUUID()}`];
  const terms = { currency: "INR" as const, minSubtotalAmount: 20_000, maxUses: 5, maxUsesPerCustomer: 1 };
  const made = [
    await discounts.create.mutate({ code: percent, kind: "PERCENT", value: 50, maxDiscountAmount: 7_000, ...terms }),
    await discounts.create.mutate({
      code: fixed,
      kind: "FIXED",
      value: 2_500,
      endsAt: "2999-01-01T00:00:00Z",
      ...terms,
    }),
  ];
  const amounts = [];
  for (const { code } of made)
    amounts.push((await api.orders.quote.query({ items, discountCode: code })).discountAmount);
  expect(amounts).toEqual([7_000, 2_500]);
  const newestFirst = made.map(({ code }) => code).toReversed();
  expect((await discounts.list.query({ limit: 2 })).items.map(({ code }) => code)).toEqual(newestFirst);
});

test("the same terms again change nothing, and other terms of a code are refused", async () => {
  const { discounts } = till.as(somebody("staff"));
  const terms = { code: crypto.randomUUID(), kind: "PERCENT", value: 10, currency: "INR" } as const;
  const made = await discounts.create.mutate(terms);
  expect(await discounts.create.mutate(terms)).toEqual(made);
  const taken = { code: "DISCOUNT_CODE_TAKEN", status: 409 };
  expect(await refusalOf(discounts.create.mutate({ ...terms, value: 11 }))).toMatchObject(taken);
  expect(await refusalOf(discounts.create.mutate({ ...terms, maxUses: 1 }))).toMatchObject(taken);
});

test("a disabled code gives nothing more, and orders keep what it gave", async () => {
  const { discounts } = till.as(somebody("staff"));
  const code = await till.addDiscount({ kind: "FIXED", value: 100 });
  const { api, items, order } = await shopping();
  const placed = await order(code);
  const disabled = await discounts.disable.mutate({ code: code.toLowerCase() });
  expect(disabled).toMatchObject({ code, uses: 1, disabledAt: expect.any(String) });
  expect(await discounts.disable.mutate({ code })).toEqual(disabled);
  expect(await refusalOf(order(code))).toMatchObject({
    code: "DISCOUNT_INVALID",
    message: `The code ${code} is no longer valid.`,
    details: { problem: "DISABLED" },
  });
  expect((await api.orders.quote.query({ items, discountCode: code })).problems).toMatchObject([
    { code: "DISCOUNT_INVALID" },
  ]);
  expect((await api.orders.get.query({ id: placed.id })).discountAmount).toBe(100);
  expect(await refusalOf(discounts.disable.mutate({ code: "NO-SUCH-CODE" }))).toMatchObject({
    code: "DISCOUNT_NOT_FOUND",
    status: 404,
  });
});

test.each<[what: string, terms: object, sentence: string]>([
  ["more than the whole", { kind: "PERCENT", value: 101 }, "value must be a whole percentage from 1 to 100."],
  ["nothing", { kind: "FIXED", value: 0 }, "value must be a whole number from 1 to 99999999."],
  [
    "an end before its start",
    { kind: "FIXED", value: 1, startsAt: "2026-05-02T00:00:00Z", endsAt: "2026-05-02T05:00:00+05:30" },
    "endsAt must be later than startsAt.",
  ],
])("a code with %s is refused", async (_what, terms, sentence) => {
  const { create } = till.as(somebody("staff")).discounts;
  const input = { code: crypto.randomUUID(), currency: "INR", ...terms } as Parameters<typeof create.mutate>[0];
  expect(await refusalOf(create.mutate(input))).toMatchObject({ code: "VALIDATION_FAILED", message: sentence });
});
