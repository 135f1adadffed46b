import { expect, test } from "vitest";
import { heading, says, useShop } from "./shop.ts";

const { open, customer } = useShop();

/** What an order takes. The shop says the same number. */
const mostAttempts = 20;

test("after the last attempt the order says that no more are taken and what to do, and offers only to cancel", async () => {
  const { api, placeOrder, session } = await customer();
  const { id } = await placeOrder();
  const source = { token: "pm_card_visa_chargeDeclined" };
  for (let attempt = 1; attempt < mostAttempts; attempt += 1)
    await api.orders.pay.mutate({ id, source }).catch(() => undefined);

  const page = await open(`/checkout?order=${id}`, { session });
  await page
    .getByRole("button", { name: /Declined Visa/ })
    .first()
    .click();
  await page.getByRole("button", { name: /^Pay ₹/ }).click();

  await page.waitForURL(`**/orders/${id}`);
  await heading(page, "No more attempts to pay");
  await says(page, "Cancel the order and place it again, or ask the shop.");
  await page.getByRole("button", { name: "Cancel order" }).waitFor();
  expect(await page.getByRole("link", { name: "Pay now" }).count()).toBe(0);
  expect((await api.orders.get.query({ id })).payments).toHaveLength(mostAttempts);
});

test("a customer who does not finish 3-D Secure pays with another card, and is told what becomes of the first one", async () => {
  const { api, placeOrder, session } = await customer();
  const { id } = await placeOrder();
  await api.orders.pay.mutate({ id, source: { token: "pm_card_threeDSecure2Required" } });

  const page = await open(`/orders/${id}`, { session });
  await page.getByRole("link", { name: "Confirm with your bank" }).waitFor();
  await page.getByRole("link", { name: "Use another card" }).click();
  await says(page, "The payment that waits for your bank is given up when you pay here. You are charged once.");
  await page.getByRole("button", { name: /Visa/ }).first().click();
  await page.getByRole("button", { name: /^Pay ₹/ }).click();

  await page.waitForURL(`**/orders/${id}`);
  await heading(page, "Paid. Thank you!");
  await says(page, "The payment was given up for another one, before any money was taken.");
  expect((await api.orders.get.query({ id })).payments.map(({ status }) => status)).toEqual(["FAILED", "SUCCEEDED"]);
});
