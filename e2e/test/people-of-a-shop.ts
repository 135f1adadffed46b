import { createTillClient } from "@till/client";
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import type { LiveShop } from "../src/live-shop/start-live-shop.ts";
import { standInForStripeJs } from "../src/stripe-js.ts";
import { openWindow } from "../src/visit.ts";
import { forbidden, wordsOf } from "../src/words.ts";
import { heading, says } from "./shop.ts";

/** Where people of a live shop act. */
interface Scene {
  readonly browser: Browser;
  readonly shop: LiveShop;
}

/** Of the staff. */
export const meera = { sub: "auth0|meera", role: "staff", name: "Meera Nair", email: "meera@acme.example" };

/** A customer with an account. */
const otto = {
  sub: "auth0|otto",
  name: "Otto Holunder",
  email: "otto@holunder.example",
  phone_number: "+4915187654321",
};

/** Expects that a page speaks of no demo, test or sandbox. */
async function isOfALiveShop(page: Page): Promise<void> {
  const said = await wordsOf(page);
  expect(said).toContain("Acme");
  expect(said.match(forbidden)).toBe(null);
}

/** Opens a window of a person's browser. `close` expects that it has no faults, and that its page is one of a live shop. */
async function open({ browser, shop }: Scene, path: string): Promise<{ page: Page; close: () => Promise<void> }> {
  const { context, page, faults } = await openWindow(browser, shop.url);
  await standInForStripeJs(context);
  await page.goto(path);
  return {
    page,
    close: async () => {
      await isOfALiveShop(page);
      await context.close();
      expect(faults).toEqual([]);
    },
  };
}

/** Signs somebody in at the shop's login page. */
async function signIn(tab: Page, { shop }: Scene, claims: typeof meera | typeof otto): Promise<void> {
  shop.login.person.claims = claims;
  await tab.getByRole("banner").getByRole("button", { name: "Sign in" }).click();
  await says(tab, claims.name);
}

/** The API, as Meera calls it. */
export const staffOf = async (shop: LiveShop) =>
  createTillClient({ url: shop.url, token: await shop.login.tokenOf(meera) });

const typeCard = (tab: Page, number: string) =>
  tab.frameLocator("iframe[title='Secure card field']").getByRole("textbox", { name: "Card number" }).fill(number);

/** Chapter 4: a person of the staff signs in and imports the file of the page. */
export async function importCatalogue(scene: Scene, file: string): Promise<void> {
  const { page: tab, close } = await open(scene, "/counter/products/import");
  await signIn(tab, scene, meera);
  const buffer = Buffer.from(file);
  await tab.locator("input[type=file]").setInputFiles({ name: "products.csv", mimeType: "text/csv", buffer });
  await says(tab, "products.csv: 3 new");
  await tab.getByRole("button", { name: "Import 3 products" }).click();
  await says(tab, "Imported: 3 new");
  await close();
}

/** Chapter 7: the guest pays, and the event of Stripe is taken before the bank leads back. */
export async function guestPays(scene: Scene, id: number, link: string): Promise<void> {
  const counter = await staffOf(scene.shop);
  const { page: tab, close } = await open(scene, link.slice(scene.shop.url.length));
  await says(tab, "Includes VAT 19%");
  await tab.getByRole("link", { name: "Pay now" }).click();
  await typeCard(tab, "4000 0000 0000 3220");
  await isOfALiveShop(tab);
  await tab.getByRole("button", { name: "Pay €54.70" }).click();
  await tab.getByRole("button", { name: "Complete" }).waitFor();
  await tab.route("**/3ds/*", async (route) => {
    const answer = await route.fetch({ maxRedirects: 0 });
    await expect.poll(async () => (await counter.orders.get.query({ id })).status).toBe("PAID");
    await route.fulfill({ response: answer });
  });
  await tab.getByRole("button", { name: "Complete" }).click();
  await tab.waitForURL(/\/guest\?order=1$/);
  await heading(tab, "Paid. Thank you!");
  await close();
}

/** A customer with an account buys the last teapot. Stripe's event is taken before Stripe has answered the charge. */
export async function customerPays(scene: Scene): Promise<number> {
  const { stripe } = scene.shop;
  const counter = await staffOf(scene.shop);
  const { page: tab, close } = await open(scene, "/");
  await signIn(tab, scene, otto);
  await tab.getByRole("button", { name: "Add: Teapot" }).click();
  await tab.getByRole("link", { name: "Basket, 1 item" }).click();
  await tab.getByRole("link", { name: "Checkout" }).click();
  const orders = async () => (await counter.orders.list.query({ search: "Holunder" })).items;
  stripe.network.beforeAnswer = async (operation) => {
    if (operation !== "POST /v1/payment_intents") return;
    await expect.poll(async () => (await orders())[0]?.status).toBe("PAID");
  };
  await typeCard(tab, "4242 4242 4242 4242");
  await isOfALiveShop(tab);
  await tab.getByRole("button", { name: "Pay €79.00" }).click();
  await heading(tab, "Paid. Thank you!");
  stripe.network.beforeAnswer = async () => {};
  await close();
  const [order] = await orders();
  expect(order).toMatchObject({ status: "PAID", invoiceNumber: 2, customer: { email: otto.email } });
  return order?.id ?? 0;
}

/** Chapter 8: Stripe has refused the refund, and staff try it again when there is money. */
export async function retryRefund(scene: Scene, id: number): Promise<void> {
  const counter = await staffOf(scene.shop);
  const { page: tab, close } = await open(scene, `/counter/orders?order=${id}`);
  await signIn(tab, scene, meera);
  const drawer = tab.getByRole("dialog", { name: `Order #${id}` });
  await drawer.getByText("Refund failed").waitFor();
  await drawer
    .getByText(/Insufficient funds in your Stripe balance/)
    .first()
    .waitFor();
  scene.shop.stripe.account.hasBalance = true;
  await drawer.getByRole("button", { name: "Try again" }).click();
  await expect.poll(async () => (await counter.orders.get.query({ id })).refundedAmount).toBe(2_490);
  await close();
}
