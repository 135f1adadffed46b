import { expect, payWith, test } from "@till/testing/vitest";
import { checkout } from "../src/checkout.ts";

test("a card that works pays the order, and the customer hears of it", async ({ till }) => {
  const asha = till.customer("asha");
  expect(await checkout(asha, 1, 1, payWith("pm_card_visa"))).toEqual({ outcome: "paid", orderId: 1 });
  expect(await asha.orders.get.query({ id: 1 })).toBePaid();
  await expect(asha).toHaveReceived("EMAIL", /order confirmed/i);
  await expect(till).toBalance();
});

test("a declined card leaves the order open, with a sentence for the customer", async ({ till }) => {
  const asha = till.customer("asha");
  const declined = await checkout(asha, 1, 1, payWith("pm_card_visa_chargeDeclinedInsufficientFunds"));
  expect(declined).toMatchObject({ outcome: "declined", message: expect.stringContaining("enough funds") });
  expect(await asha.orders.get.query({ id: 1 })).not.toBePaid();
});

test("3-D Secure sends the customer to a page of their bank", async ({ till }) => {
  const waits = await checkout(till.customer("asha"), 1, 1, payWith("pm_card_threeDSecure2Required"));
  expect(waits).toMatchObject({ outcome: "confirm", url: expect.stringContaining(till.url) });
});
