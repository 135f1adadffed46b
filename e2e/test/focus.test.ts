import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { titled, useShop } from "./shop.ts";

const { open, customer, staff } = useShop();

/** The focused element: the name of a control, or its text. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return "nothing";
    return element.getAttribute("aria-label") ?? element.textContent ?? "";
  });

/**
 * Presses Enter on a button of the open dialog, once the dialog has the focus. A dialog moves the focus to its first
 * control shortly after it opens: a key sent before could reach that control instead.
 */
async function enterIn(dialog: Locator, button: string) {
  await dialog.locator(":focus").waitFor();
  await dialog.getByRole("button", { name: button }).press("Enter");
}

const announced = (page: Page) => page.locator("[data-announcer]").textContent();

test("adding and removing a product by keyboard keeps the focus and announces the basket", async () => {
  const page = await open("/?q=jaggery");
  await page.getByRole("button", { name: /^Add: Palm Jaggery/ }).press("Enter");
  await expect.poll(() => focused(page)).toBe("One more of Palm Jaggery, 500 g");
  expect(await announced(page)).toBe("Palm Jaggery, 500 g: 1 in the basket. 1 item in all.");
  await page.keyboard.press("Enter");
  await expect.poll(() => announced(page)).toBe("Palm Jaggery, 500 g: 2 in the basket. 2 items in all.");
  await page.getByRole("button", { name: "One less of Palm Jaggery, 500 g" }).press("Enter");
  await page.getByRole("button", { name: "Remove Palm Jaggery, 500 g" }).press("Enter");
  await expect.poll(() => focused(page)).toBe("Add: Palm Jaggery, 500 g");
  expect(await announced(page)).toBe("Palm Jaggery, 500 g removed. 0 items in all.");
});

test("removing a line of the basket moves the focus to the heading", async () => {
  const { product } = await customer();
  const [first, second] = [await product("Jaggery"), await product("Honey")];
  const lines = [first, second].map(({ id }) => ({ productId: id, quantity: 1 }));
  const page = await open("/basket", { basket: { lines } });
  for (const { name } of [first, second]) {
    await page.getByRole("button", { name: `Remove ${name}` }).press("Enter");
    await expect.poll(() => focused(page)).toBe("Your basket");
  }
});

test("after a cancellation the focus is on the order's status, for the customer and at the counter", async () => {
  const { session, placeOrder } = await customer();
  const [own, other, cash] = [await placeOrder(), await placeOrder("COD"), await placeOrder("COD")];
  const page = await open(`/orders/${own.id}`, { session });
  await page.getByRole("button", { name: "Cancel order" }).press("Enter");
  await enterIn(page.getByRole("dialog"), "Cancel order");
  await expect.poll(() => focused(page)).toMatch(/^CancelledNothing was charged/);

  const clerk = await open(`/counter/orders?order=${other.id}`, { session: (await staff()).session });
  await clerk.getByRole("button", { name: "Cancel order" }).press("Enter");
  await enterIn(clerk.getByRole("dialog", { name: `Cancel order #${other.id}?` }), "Cancel order");
  await expect.poll(() => focused(clerk)).toMatch(/^CancelledPlaced/);

  await clerk.goto(`/counter/orders?order=${cash.id}`);
  await clerk.getByRole("button", { name: /^Take ₹390/ }).press("Enter");
  await enterIn(clerk.getByRole("dialog", { name: `Cash for order #${cash.id}` }), "Confirm ₹390.00 received");
  await expect.poll(() => focused(clerk)).toMatch(/^PaidPlaced/);
});

test("after the secret's dialog closes, the focus is on the page", async () => {
  const { session, api } = await staff();
  const page = await open("/counter/webhooks", { session });
  await page.getByRole("button", { name: "Add endpoint" }).click();
  const form = page.getByRole("dialog", { name: "Add endpoint" });
  await form.getByRole("textbox", { name: "Endpoint URL" }).fill("http://127.0.0.1:9/focus");
  await enterIn(form, "Add endpoint");
  await enterIn(page.getByRole("dialog", { name: "Endpoint secret" }), "Done");
  await expect.poll(() => focused(page)).toMatch(/^(Webhooks|Add endpoint)$/);
  const { items } = await api.webhooks.endpoints.list.query();
  for (const { id, url } of items) if (url.endsWith("/focus")) await api.webhooks.endpoints.delete.mutate({ id });
});

test("a form with mistakes focuses the first one", async () => {
  const { session, placeOrder } = await customer();
  const { id } = await placeOrder();
  const page = await open(`/checkout?order=${id}`, { session });
  await page.getByRole("textbox", { name: "Card number" }).fill("4242 4242 4242 4242");
  await page.getByRole("button", { name: "Pay ₹390.00" }).click();
  await page.getByRole("textbox", { name: "Expiry" }).and(page.locator(":focus")).waitFor();
  await page.getByRole("textbox", { name: "Card number" }).fill("4242");
  await page.getByRole("button", { name: "Pay ₹390.00" }).click();
  await page.getByRole("textbox", { name: "Card number" }).and(page.locator(":focus")).waitFor();

  const clerk = await open("/counter/webhooks", { session: (await staff()).session });
  await titled(clerk, "Webhooks");
  await clerk.getByRole("button", { name: "Add endpoint" }).click();
  const form = clerk.getByRole("dialog", { name: "Add endpoint" });
  // `all` does not wait for the dialog.
  await form.getByRole("checkbox").first().waitFor();
  for (const box of await form.getByRole("checkbox").all()) await box.uncheck();
  await form.getByRole("textbox", { name: "Endpoint URL" }).fill("https://shop.example/hooks");
  await form.getByRole("button", { name: "Add endpoint" }).click();
  await form.getByRole("checkbox").first().and(clerk.locator(":focus")).waitFor();
});
