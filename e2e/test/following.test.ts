import { expect, test } from "vitest";
import { callsOf } from "./calls.ts";
import { heading, says, useShop } from "./shop.ts";

const { open, customer, staff } = useShop();

test("an order's page shows what staff change", async () => {
  const { session, placeOrder } = await customer();
  const { id } = await placeOrder("COD");
  const page = await open(`/orders/${id}`, { session });
  await heading(page, "Your order is placed");
  const clerk = await staff();
  await clerk.api.orders.collect.mutate({ id });
  await heading(page, "Paid. Thank you!");
  await clerk.api.orders.refund.mutate({ id, amount: 5_000, reason: "One was broken" });
  await heading(page, "Paid, and partly refunded");
  await says(page, /One was broken/);
});

test("the customer's list of orders shows it, too", async () => {
  const { session, placeOrder } = await customer();
  const { id } = await placeOrder("COD");
  const page = await open("/orders", { session });
  const row = page.getByRole("listitem").filter({ hasText: `Order #${id}` });
  await row.getByText("Pay in cash").waitFor();
  await (await staff()).api.orders.collect.mutate({ id });
  await row.getByText("Paid", { exact: true }).waitFor();
});

test("the drawer never mixes two states of an order, and the list matches the drawer", async () => {
  const buyer = await customer();
  const { id } = await buyer.placeOrder();
  const { session } = await staff();
  const page = await open(`/counter/orders?order=${id}`, { session });
  const drawer = page.getByRole("dialog", { name: `Order #${id}` });
  await drawer.getByText("To pay", { exact: true }).waitFor();
  const before = await buyer.api.orders.get.query({ id });

  // Once, the order is read before its payment and the timeline after it.
  let isMixed = false;
  await page.route(/orders\.get,orders\.timeline/, async (route) => {
    const response = await route.fetch();
    const [order, events] = (await response.json()) as { result: { data: unknown } }[];
    const isPaid = JSON.stringify(events).includes("order.paid");
    if (!isPaid || isMixed || !order) return route.fulfill({ response });
    isMixed = true;
    return route.fulfill({ response, json: [{ result: { ...order.result, data: before } }, events] });
  });
  await page.evaluate(watchForTwoTruths);
  await buyer.api.orders.pay.mutate({ id });

  await drawer.getByText("Paid", { exact: true }).first().waitFor();
  await drawer.getByText(/^Paid ₹390\.00 with/).waitFor();
  expect(isMixed).toBe(true);
  expect(await page.evaluate(() => window.twoTruths)).toBe(0);
  const row = page.locator(`a[href*="order=${id}"]`).first();
  await expect.poll(() => row.innerText()).toContain("Paid");
});

declare global {
  interface Window {
    twoTruths: number;
  }
}

/** Counts the moments when the page shows both “To pay” and “Paid … with”. It runs in the page. */
function watchForTwoTruths(): void {
  window.twoTruths = 0;
  new MutationObserver(() => {
    const text = document.querySelector('[role="dialog"]')?.textContent ?? "";
    if (text.includes("To pay") && /Paid ₹390\.00 with/.test(text)) window.twoTruths += 1;
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}

test("a long list reloads only its first page, and shows new items at the top", async () => {
  const { session, api, placeOrder } = await customer();
  // One page of the inbox has 40 emails.
  const placeAndCancel = async () => api.orders.cancel.mutate({ id: (await placeOrder()).id });
  await Promise.all(Array.from({ length: 45 }, placeAndCancel));
  await expect
    .poll(async () => (await api.notifications.list.query({ channel: "EMAIL", limit: 100 })).items.length, {
      timeout: 30_000,
    })
    .toBe(45);
  const page = await open("/inbox", { session });
  const mails = page.getByRole("list", { name: "Emails" }).getByRole("link");
  await mails.nth(39).waitFor({ state: "attached" });
  await mails.last().scrollIntoViewIfNeeded();
  await expect.poll(() => mails.count()).toBe(45);

  const calls = callsOf(page, "notifications.list");
  const paid = await placeOrder();
  await api.orders.pay.mutate({ id: paid.id });
  await mails.first().filter({ hasText: "Order Confirmed" }).waitFor();
  expect(await mails.count()).toBe(46);
  await expect.poll(() => calls.length, { timeout: 15_000 }).toBeGreaterThanOrEqual(3);
  expect(calls.filter((input) => input.includes("cursor"))).toEqual([]);
});
