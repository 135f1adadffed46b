import { afterAll, beforeAll, expect, test } from "vitest";
import { clientOf, sessionOf, somebody } from "../src/person.ts";
import { startTill } from "../src/start-till.ts";
import { heading, says } from "./shop.ts";
import { windowOf } from "./window.ts";

/** These tests change the whole sandbox, so they need their own. */
let till: Awaited<ReturnType<typeof startTill>>;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

async function open(path: string, role: "customer" | "staff") {
  const session = await sessionOf(somebody(role), till);
  const basket = { lines: [{ productId: 20, quantity: 3 }] };
  const page = await windowOf(till.url, { session, basket });
  await page.goto(path);
  return { page, api: clientOf(session, till) };
}

test("messages fail on purpose, and the outbox shows the reason", async () => {
  const { page } = await open("/counter/outbox", "staff");
  await page.getByRole("button", { name: "Sandbox tools" }).click();
  await page.getByRole("tab", { name: "Simulate failures" }).click();
  await page.getByRole("textbox", { name: "Number of next messages that fail" }).fill("1");
  await page.getByRole("button", { name: "Set failures" }).click();
  await says(page, "Email: the next 1 fail, and 0 % of the rest.");

  const buyer = clientOf(await sessionOf(somebody(), till), till);
  const items = [{ productId: 20, quantity: 1 }];
  const { id } = await buyer.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  await buyer.orders.pay.mutate({ id });
  const row = page.getByRole("listitem").filter({ hasText: `Message of order #${id}` });
  await row.filter({ hasText: "Pending" }).getByText("The sandbox was told to fail this message.").waitFor();
  // It is tried again, so it is not among those that Till gave up.
  await page.getByRole("radiogroup", { name: "Status" }).getByText("Failed").click();
  await page
    .getByRole("listitem")
    .filter({ hasText: `#${id}` })
    .first()
    .waitFor({ state: "detached" });
  expect(new URL(page.url()).searchParams.get("status")).toBe("FAILED");
});

test("only staff can reset; it asks for a word, deletes every order, and keeps the basket", async () => {
  const { page: customers, api } = await open("/orders", "customer");
  const items = [{ productId: 1, quantity: 2 }];
  const before = await api.products.get.query({ id: 1 });
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "COD" });
  await customers.getByRole("link", { name: `Order #${id}`, exact: true }).waitFor();
  await customers.getByRole("button", { name: "Sandbox tools" }).click();
  await customers.getByRole("tab", { name: "Reset data" }).click();
  await says(customers, "Only staff can reset the sandbox. Switch to staff in the bar at the top.");
  expect(await customers.getByRole("button", { name: "Delete and reset" }).count()).toBe(0);

  const { page } = await open("/counter/orders", "staff");
  await page.getByRole("button", { name: "Sandbox tools" }).click();
  await page.getByRole("tab", { name: "Reset data" }).click();
  const reset = page.getByRole("button", { name: "Delete and reset" });
  expect(await reset.isDisabled()).toBe(true);
  await page.getByRole("textbox", { name: "Type “reset” to confirm" }).fill("reset");
  expect((await api.orders.get.query({ id })).status).toBe("PENDING");
  await reset.click();
  await says(page, "Sandbox data reset");
  await heading(page, "No orders yet");
  expect((await api.products.get.query({ id: 1 })).stock).toBe(before.stock);
  await page.getByRole("link", { name: "Basket, 3 items" }).waitFor();
});
