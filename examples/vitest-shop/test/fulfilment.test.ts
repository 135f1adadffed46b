import { test as base, expect, payWith } from "@till/testing/vitest";
import { vi } from "vitest";
import { checkout } from "../src/checkout.ts";
import { createFulfilment, serveFulfilment } from "../src/fulfilment.ts";

/** A fulfilment of its own for each test, which hears of what happens in the test's till. */
const test = base.extend("shop", async ({ till }, { onCleanup }) => {
  const fulfilment = createFulfilment();
  const server = await serveFulfilment(fulfilment);
  onCleanup(() => server.stop());
  const webhooks = await till.webhooks.sendTo(server.url);
  server.trust(webhooks.secret);
  return { shipped: fulfilment.shipped, answers: server.answers, webhooks };
});

/** Webhooks come a moment after what they tell of. */
const soon = (check: () => void) => vi.waitFor(check, { timeout: 10_000 });

const visa = payWith("pm_card_visa");

test("a webhook that comes twice ships once", async ({ till, shop }) => {
  await shop.webhooks.script({ act: "duplicate", eventType: "order.paid" });
  await checkout(till.customer("asha"), 1, 1, visa);
  // One for the new order, and two for the payment.
  await soon(() => expect(shop.answers).toEqual([204, 204, 204]));
  expect(shop.shipped).toEqual([1]);
});

test("a wrong signature ships nothing, and the next attempt does", async ({ till, shop }) => {
  await shop.webhooks.script({ act: "wrong_signature", eventType: "order.paid" });
  await checkout(till.customer("asha"), 1, 1, visa);
  await soon(() => expect(shop.answers).toContain(401));
  expect(shop.shipped).toEqual([]);
  await till.clock.advance({ minutes: 1 });
  await soon(() => expect(shop.shipped).toEqual([1]));
});

test("a payment that is heard of after its refund ships nothing", async ({ till, shop }) => {
  await shop.webhooks.script({ act: "hold", times: 3 });
  await checkout(till.customer("asha"), 1, 1, visa);
  await till.staff().orders.refund.mutate({ id: 1 });
  await shop.webhooks.release("order.refunded", "order.paid");
  expect(shop.answers).toEqual([204, 204]);
  expect(shop.shipped).toEqual([]);
});
