import { standInKeys, startStripeStandIn } from "@till/gateway-stripe/stand-in";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { clientOf, sessionOf, somebody } from "../src/person.ts";
import { startTill } from "../src/start-till.ts";
import { standInForStripeJs } from "../src/stripe-js.ts";
import { heading, says } from "./shop.ts";
import { windowOf } from "./window.ts";

/** A live shop that takes cards through a stand-in of Stripe. */
const standIn = await startStripeStandIn();
let till: Awaited<ReturnType<typeof startTill>>;
beforeAll(async () => {
  const settings = {
    SANDBOX: "off",
    SHOP_NAME: "Acme",
    GATEWAY: "stripe",
    STRIPE_SECRET_KEY: standInKeys.secretKey,
    STRIPE_WEBHOOK_SECRET: standInKeys.webhookSecret,
    STRIPE_PUBLISHABLE_KEY: standInKeys.publishableKey,
    STRIPE_API_BASE: standIn.url,
  };
  till = await startTill(settings);
});
afterAll(async () => {
  await till.stop();
  expect(standIn.faults).toEqual([]);
  await standIn.stop();
});

/** A customer at the checkout with one product in the basket, and what their browser sends to Till. */
async function atCheckout() {
  const session = await sessionOf(somebody(), till);
  const api = clientOf(session, till);
  const [product] = (await api.products.list.query({ search: "Jaggery" })).items;
  const basket = { lines: [{ productId: product?.id ?? 0, quantity: 1 }] };
  const page = await windowOf(till.url, { session, basket });
  const keys = await standInForStripeJs(page.context());
  const sent: string[] = [];
  page.on("request", (request) => {
    if (request.url().startsWith(till.url)) sent.push(`${request.url()} ${request.postData() ?? ""}`);
  });
  await page.goto("/checkout");
  const pay = page.getByRole("button", { name: "Pay ₹195.00" });
  await pay.waitFor();
  await cardNumber(page).waitFor();
  return { api, page, pay, sent, keys };
}

afterEach(() => {
  standIn.network.beforeAnswer = async () => {};
});

const cardNumber = (page: Page) =>
  page.frameLocator("iframe[title='Secure card field']").getByRole("textbox", { name: "Card number" });

test("a customer pays with a card in Stripe's own field, and no number reaches Till", async () => {
  const { api, page, pay, sent, keys } = await atCheckout();
  expect(await page.getByRole("radio").count()).toBe(2);
  await pay.click();
  await says(page, "Your card number is incomplete.");
  expect((await api.orders.list.query({})).items).toEqual([]);

  // The page reads the order while Stripe has the attempt. It must not take that for the end.
  const isRead = page.waitForResponse(
    async (response) => response.url().includes("orders.get") && (await response.text()).includes('"PROCESSING"'),
  );
  standIn.network.beforeAnswer = async () => void (await isRead);
  await cardNumber(page).fill("4000 0000 0000 9995");
  await pay.click();
  await says(page, /insufficient funds/);
  await cardNumber(page).fill("4242 4242 4242 4242");
  await pay.click();
  await heading(page, "Paid. Thank you!");
  expect(keys).toEqual(Array.from({ length: 3 }, () => `Bearer ${standInKeys.publishableKey}`));
  expect(sent.filter((request) => /4242 ?4242|9995/.test(request))).toEqual([]);
  expect(sent.filter((request) => request.includes("pm_card_visa"))).toHaveLength(2);
});

test("after 3-D Secure the customer is back at the order, without Stripe's secret in the URL", async () => {
  const { page, pay } = await atCheckout();
  await cardNumber(page).fill("4000 0000 0000 3220");
  await pay.click();
  const complete = page.getByRole("button", { name: "Complete" });
  await complete.waitFor();

  // Leaving the bank's page is not an answer: Back leads to the order, which still waits and links to the bank.
  await page.goBack();
  await heading(page, "Confirm the payment with your bank");
  await page.getByRole("link", { name: "Confirm with your bank" }).click();
  await complete.click();
  await page.waitForURL(/\/orders\/\d+$/);
  await heading(page, "Paid. Thank you!");
});

test("a field that can't be loaded says so, and is there after another try", async () => {
  const { page } = await atCheckout();
  let isBlocked = true;
  await page.route("https://js.stripe.com/**", (route) => (isBlocked ? route.abort() : route.fallback()));
  await page.reload();
  await says(page, "The card field could not be loaded.");
  isBlocked = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await cardNumber(page).waitFor();
});
