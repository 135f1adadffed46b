import type { CreateOrderInput } from "@till/contracts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refusalOf } from "./refusals.ts";
import { rounds } from "./rounds.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

interface Terms {
  kind: "PERCENT" | "FIXED";
  value: number;
  max_discount: number | null;
}

/** The price of a basket, said again in plain words: the discount of the subtotal, divided by largest remainder. */
function priceOf(amounts: readonly number[], terms: Terms | null) {
  const subtotal = amounts.reduce((sum, amount) => sum + amount, 0);
  const full = terms === null ? 0 : terms.kind === "FIXED" ? terms.value : Math.round((subtotal * terms.value) / 100);
  const discount = Math.min(full, terms?.max_discount ?? full, subtotal);
  const shares = amounts.map((amount, line) => {
    const exact = BigInt(amount) * BigInt(discount);
    const whole = subtotal === 0 ? 0n : exact / BigInt(subtotal);
    return { line, whole: Number(whole), remainder: exact - whole * BigInt(subtotal) };
  });
  const left = discount - shares.reduce((sum, { whole }) => sum + whole, 0);
  const largestFirst = shares.toSorted((a, b) =>
    a.remainder === b.remainder ? a.line - b.line : a.remainder < b.remainder ? 1 : -1,
  );
  const favoured = new Set(largestFirst.slice(0, left).map(({ line }) => line));
  return { subtotal, discount, shares: shares.map(({ line, whole }) => whole + Number(favoured.has(line))) };
}

/** Extra lines that are added to any total, and a tax that every total can include. */
const extras = fc
  .array(
    fc.oneof(
      fc.record({ type: fc.constantFrom("SHIPPING", "FEE"), name: fc.constant("x"), amount: fc.nat(90_000) }),
      fc.record({
        type: fc.constant("TAX"),
        name: fc.constant("x"),
        amount: fc.nat(9_000),
        included: fc.boolean(),
        rate: fc.nat(3_000),
      }),
    ),
    { maxLength: 4 },
  )
  .map((list) => list as NonNullable<CreateOrderInput["extras"]>);

/** What extra lines come to, said again: `[added, included]`. */
const sumsOf = (list: NonNullable<CreateOrderInput["extras"]>) =>
  [false, true].map((included) =>
    list
      .filter((extra) => (extra.included === true) === included)
      .map(({ amount }) => amount)
      .reduce((sum, amount) => sum + amount, 0),
  );

const baskets = rounds(2_000, 200);

const unitPrice = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 900_000 }));
const terms: fc.Arbitrary<Terms> = fc.record({
  kind: fc.constantFrom("PERCENT", "FIXED"),
  value: fc.integer({ min: 1, max: 100 }),
  max_discount: fc.option(fc.integer({ min: 1, max: 5_000 })),
});

test(`${baskets} baskets: lines, discount and total agree to the last paisa, and nothing is negative or lost`, async () => {
  const prices = fc.sample(unitPrice, { numRuns: 60, seed: 7 });
  const productIds = await Promise.all(prices.map((price) => till.addProduct({ unitPrice: price })));
  const priceById = new Map(productIds.map((id, index) => [id, prices[index] ?? 0]));
  const codes = await Promise.all(
    fc
      .sample(terms, { numRuns: 40, seed: 7 })
      .map(async (value) => ({ value, code: await till.addDiscount({ ...value }) })),
  );
  const api = till.as(null);
  const basket = fc.record({
    items: fc.uniqueArray(
      fc.record({ productId: fc.constantFrom(...productIds), quantity: fc.integer({ min: 1, max: 2 }) }),
      { minLength: 1, maxLength: 8, selector: ({ productId }) => productId },
    ),
    discount: fc.option(fc.constantFrom(...codes)),
    extras,
  });
  await fc.assert(
    fc.asyncProperty(basket, async ({ items, discount, extras: list }) => {
      const code = discount && { discountCode: discount.code };
      const quote = await api.orders.quote.query({ items, ...code, extras: list });
      const amounts = items.map(({ productId, quantity }) => quantity * (priceById.get(productId) ?? 0));
      const price = priceOf(amounts, discount?.value ?? null);
      const [added = 0, included = 0] = sumsOf(list);
      const total = price.subtotal - price.discount + added;
      expect(quote.problems).toHaveLength(included > total ? 1 : 0);
      expect(quote).toMatchObject({
        subtotalAmount: price.subtotal,
        discountAmount: price.discount,
        extras: list,
        extraAmount: added,
        totalAmount: total,
      });
      expect(quote.items.map(({ discountAmount }) => discountAmount)).toEqual(price.shares);
      expect(quote.items.map(({ totalAmount }) => totalAmount)).toEqual(
        amounts.map((amount, line) => amount - (price.shares[line] ?? 0)),
      );
      for (const { discountAmount, totalAmount } of quote.items)
        expect(Math.min(discountAmount, totalAmount)).toBeGreaterThanOrEqual(0);
      expect(price.shares.reduce((sum, share) => sum + share, 0)).toBe(quote.discountAmount);
    }),
    { numRuns: baskets },
  );
});

test("a quote equals the order that is created from it", async () => {
  const user = somebody();
  const api = till.as(user);
  const productIds = await Promise.all(
    [3_333, 1, 0, 99_999, 12_500].map((price) => till.addProduct({ unitPrice: price, stock: 10_000 })),
  );
  const codes = [
    await till.addDiscount({ kind: "PERCENT", value: 33 }),
    await till.addDiscount({ kind: "FIXED", value: 777, min_subtotal: 5_000 }),
    await till.addDiscount({ kind: "PERCENT", value: 100, max_uses: 3 }),
  ];
  const basket = fc.record({
    items: fc.uniqueArray(
      fc.record({ productId: fc.constantFrom(...productIds), quantity: fc.integer({ min: 1, max: 9 }) }),
      {
        minLength: 1,
        selector: ({ productId }) => productId,
      },
    ),
    discountCode: fc.constantFrom(...codes),
    extras,
  });
  await fc.assert(
    fc.asyncProperty(basket, async (input) => {
      const { problems, ...quote } = await api.orders.quote.query(input);
      const created = await api.orders.create
        .mutate({ ...input, paymentMethod: "COD" })
        .catch((error: unknown) => error);
      if (problems.length > 0) expect(created).toMatchObject({ data: { refusal: problems[0] } });
      else expect(created).toMatchObject(quote);
    }),
    { numRuns: rounds(300, 100) },
  );
});

test("a quote names every problem at once", async () => {
  const short = await till.addProduct({ stock: 1, name: "Kettle" });
  const fine = await till.addProduct({ unitPrice: 500 });
  const ended = await till.addDiscount({ kind: "FIXED", value: 100, ends_at: "2020-01-01T00:00:00.000Z" });
  const quote = await till.as(null).orders.quote.query({
    items: [
      { productId: 900_001, quantity: 1 },
      { productId: short, quantity: 2 },
      { productId: fine, quantity: 1 },
      { productId: 900_002, quantity: 1 },
    ],
    discountCode: ended.toLowerCase(),
  });
  expect(quote.problems.map(({ message }) => message)).toEqual([
    "There are no products 900001 and 900002.",
    "Only 1 of Kettle is left; you asked for 2.",
    `The code ${ended} ended on 1 January 2020 at 00:00 UTC.`,
  ]);
  expect(quote.items.map(({ productId }) => productId)).toEqual([short, fine]);
  const unknown = { items: [{ productId: 900_001, quantity: 1 }], discountCode: "NOSUCHCODE" };
  expect((await till.as(null).orders.quote.query(unknown)).problems.map(({ code }) => code)).toEqual([
    "PRODUCT_NOT_FOUND",
    "DISCOUNT_INVALID",
  ]);
  expect(quote).toMatchObject({ subtotalAmount: 20_500, discountAmount: 0, totalAmount: 20_500, discountCode: ended });
});

test("an order for which the customer saw another total is refused, with the new quote, and takes nothing", async () => {
  const api = till.as(somebody());
  const productId = await till.addProduct({ unitPrice: 10_000, stock: 5 });
  const discountCode = await till.addDiscount({ kind: "PERCENT", value: 10 });
  const input = { items: [{ productId, quantity: 2 }], discountCode };
  const { totalAmount: expectedTotalAmount } = await api.orders.quote.query(input);
  await till.rows("UPDATE products SET unit_price = 12000 WHERE id = ?", productId);
  const { problems, ...quote } = await api.orders.quote.query(input);
  for (const paymentMethod of ["COD", "ONLINE"] as const)
    expect(await refusalOf(api.orders.create.mutate({ ...input, paymentMethod, expectedTotalAmount }))).toMatchObject({
      code: "PRICE_CHANGED",
      status: 409,
      message: "The order now comes to ₹216.00, not ₹180.00. Look at it again, and place it if you agree.",
      details: { expectedTotalAmount: 18_000, quote },
    });
  expect(problems).toEqual([]);
  expect((await api.orders.list.query({})).items).toEqual([]);
  expect((await api.products.get.query({ id: productId })).stock).toBe(5);
  const agreed = { ...input, expectedTotalAmount: quote.totalAmount, paymentMethod: "COD" } as const;
  expect(await api.orders.create.mutate(agreed)).toMatchObject({ totalAmount: 21_600 });
});

test("what keeps a basket from being sold is said before its price; a total that is as expected is no matter", async () => {
  const api = till.as(somebody());
  const productId = await till.addProduct({ unitPrice: 0, stock: 1 });
  const order = (quantity: number, expectedTotalAmount: number) =>
    api.orders.create.mutate({ items: [{ productId, quantity }], paymentMethod: "COD", expectedTotalAmount });
  expect(await refusalOf(order(2, 1))).toMatchObject({ code: "OUT_OF_STOCK" });
  expect(await refusalOf(order(1, 1))).toMatchObject({ code: "PRICE_CHANGED" });
  expect(await order(1, 0)).toMatchObject({ totalAmount: 0 });
});
