import { expect, test as base } from "@till/testing/playwright";
import { startShop } from "../src/shop.ts";

/** A shop for each test, for the customer Asha of the test's till. */
const test = base.extend<{ shop: string }>({
  shop: async ({ till }, use) => {
    const { url, stop } = await startShop(till.customer("asha"));
    await use(url);
    await stop();
  },
});

test("a customer buys, and the order is paid", async ({ page, shop, till }) => {
  await page.goto(shop);
  await page.getByRole("button", { name: "Buy" }).click();
  await expect(page.getByText("Order #1 is paid.")).toBeVisible();
  await expect(till.customer("asha")).toHaveReceived("EMAIL", /order confirmed/i);
  await expect(till).toBalance();
});

test("a declined card shows why, and leaves the order open", async ({ page, shop, till }) => {
  await page.goto(shop);
  await page.getByLabel("Card").fill("pm_card_visa_chargeDeclinedInsufficientFunds");
  await page.getByRole("button", { name: "Buy" }).click();
  await expect(page.getByRole("alert")).toContainText("does not have enough funds");
  expect(await till.customer("asha").orders.get.query({ id: 1 })).not.toBePaid();
});

test("3-D Secure leads to the bank's page, and the shop knows what the customer said there", async ({
  page,
  shop,
  till,
}) => {
  await page.goto(shop);
  await page.getByLabel("Card").fill("pm_card_threeDSecure2Required");
  await page.getByRole("button", { name: "Buy" }).click();
  await expect(page).toHaveURL(new RegExp(`^${till.url}/payments/`));
  await page.getByRole("button", { name: "Approve payment" }).click();
  await expect(page.getByRole("heading", { name: "Payment approved" })).toBeVisible();
  await page.goto(`${shop}/orders/1`);
  await expect(page.getByText("Order #1 is paid.")).toBeVisible();
});
