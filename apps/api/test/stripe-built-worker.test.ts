import { standInKeys, startStripeStandIn } from "@till/gateway-stripe/stand-in";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clientOf, startBuiltWorker } from "./built-worker.ts";
import { type Till, somebody, startTill } from "./till.ts";

const standIn = await startStripeStandIn();
let till: Till;
let worker: Awaited<ReturnType<typeof startBuiltWorker>>;
beforeAll(async () => {
  till = await startTill({
    variables: {
      SANDBOX: "off",
      GATEWAY: "stripe",
      STRIPE_SECRET_KEY: standInKeys.secretKey,
      STRIPE_WEBHOOK_SECRET: standInKeys.webhookSecret,
      STRIPE_PUBLISHABLE_KEY: standInKeys.publishableKey,
      STRIPE_API_BASE: standIn.url,
    },
  });
  worker = await startBuiltWorker(till.env);
  standIn.network.eventsTo = new URL("/gateway/stripe/events", worker.url).href;
});
afterAll(async () => {
  await worker.stop();
  await till.stop();
  expect(standIn.faults).toEqual([]);
  await standIn.stop();
});

test("the built Worker takes a card through Stripe in a live shop, and gives the money back", async () => {
  const [customer, staff] = [somebody(), somebody("staff")];
  const api = clientOf(worker.url, await till.tokenOf(customer));
  const counter = clientOf(worker.url, await till.tokenOf(staff));
  const items = [{ productId: await till.addProduct({ unitPrice: 4_000 }), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const pay = (token: string) => api.orders.pay.mutate({ id, source: { token } });

  await expect(pay("pm_card_visa_chargeDeclinedInsufficientFunds")).rejects.toThrow("enough funds");
  const { payment } = await pay("pm_card_threeDSecure2Required");
  const [intent] = standIn.account.intentsOf(payment.id);
  expect(payment.nextAction?.url).toBe(`${standIn.url}/3ds/${intent?.id}`);
  const back = standIn.account.answerChallenge(intent?.id ?? "", true);
  expect(back.href).toMatch(new RegExp(`^https://till\\.test/orders/${id}\\?payment_intent=`));
  // Nobody asks: Stripe's event tells of it.
  await expect.poll(async () => (await api.orders.get.query({ id })).status).toBe("PAID");

  const { refund } = await counter.orders.refund.mutate({ id, amount: 1_500 });
  await expect.poll(async () => (await counter.orders.get.query({ id })).refundedAmount).toBe(1_500);
  expect([...standIn.account.refunds.values()]).toMatchObject([{ amount: 1_500, metadata: { refundId: refund.id } }]);
  expect(worker.log()).not.toMatch(/(?:sk_test|whsec)_/);
});

test("the pages of the shop may load Stripe's field, and know its public key only", async () => {
  const page = await fetch(worker.url, { headers: { accept: "text/html" } });
  const policy = page.headers.get("content-security-policy");
  expect(policy).toContain("script-src 'self' https://js.stripe.com https://*.js.stripe.com;");
  expect(policy).toContain("connect-src 'self' https://api.stripe.com;");
  expect(policy).toContain("frame-src https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com;");
  const html = await page.text();
  expect(html).toContain(standInKeys.publishableKey);
  expect(html).not.toMatch(/sk_test|whsec/);
});
