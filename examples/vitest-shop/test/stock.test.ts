import { type TestTill } from "@till/testing";
import { expect, payWith, test } from "@till/testing/vitest";
import { checkout } from "../src/checkout.ts";

const visa = payWith("pm_card_visa");

/** A product of the demo shop of which there are only a few pieces. */
async function rarity(till: TestTill): Promise<{ id: number; stock: number }> {
  const { items } = await till.staff().products.list.query({});
  for (const { id, stock } of items) if (stock !== null && stock > 1 && stock < 100) return { id, stock };
  throw new Error("The demo shop has no counted product.");
}

test("what is sold out can't be bought", async ({ till }) => {
  const { id, stock } = await rarity(till);
  expect(await checkout(till.customer("asha"), id, stock, visa)).toMatchObject({ outcome: "paid" });
  expect(await checkout(till.customer("ben"), id, 1, visa)).toMatchObject({ outcome: "sold out" });
});

test("two customers who want the last piece at the same time: one gets it", async ({ till }) => {
  const { id, stock } = await rarity(till);
  const [asha, dana] = [till.customer("asha"), await till.somebody({ name: "Dana" })];
  await checkout(asha, id, stock - 1, visa);
  const ends = await Promise.all([asha, dana].map((who) => checkout(who, id, 1, visa)));
  expect(ends.map(({ outcome }) => outcome).toSorted()).toEqual(["paid", "sold out"]);
});

test("both ways of a refund are tried from one paid order", async ({ till }) => {
  await checkout(till.customer("asha"), 1, 1, visa);
  const other = await till.fork();
  const whole = await till.staff().orders.refund.mutate({ id: 1 });
  expect(whole.order.status).toBe("REFUNDED");
  const part = await other.staff().orders.refund.mutate({ id: 1, amount: 100 });
  expect(part.order).toMatchObject({ status: "PAID", refundedAmount: 100 });
});
