import { createTillClient } from "@till/client";
import { expect, test } from "vitest";
import { heading, says, titled, useShop } from "./shop.ts";

const shop = useShop();

/** The till that a page is of, by its address. */
const tillOf = (url: string) => /\/t\/([^/]+)/.exec(url)?.[1] ?? "";

test("a sandbox of one's own: it is made, bought in, forked and thrown away", async () => {
  const page = await shop.open("/");
  const openTools = () => page.getByRole("button", { name: "Sandbox tools" }).click();
  await openTools();
  await says(page, "This is the sandbox that everybody shares.");
  await page.getByRole("button", { name: "New sandbox" }).click();
  await page.waitForURL(/\/t\/[0-9a-z]+\/?$/);
  const till = tillOf(page.url());

  await page.getByRole("button", { name: "Asha Rao, customer" }).click();
  await page
    .getByRole("link", { name: /Jaggery/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Add to basket" }).click();
  expect(tillOf(page.url())).toBe(till);
  await page.getByRole("link", { name: "Basket, 1 item" }).click();
  await page.getByRole("link", { name: "Checkout" }).click();
  await page
    .getByRole("button", { name: /Succeeds Visa/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Pay ₹195.00" }).click();
  await heading(page, "Paid. Thank you!");
  await page.getByRole("link", { name: "Receipt" }).click();
  await heading(page, "Receipt for order #1");
  await page.goBack();
  await heading(page, "Paid. Thank you!");
  expect(tillOf(page.url())).toBe(till);

  await openTools();
  await page.getByRole("button", { name: "Fork this one" }).click();
  await page.waitForURL((url) => tillOf(url.href) !== till);
  const fork = tillOf(page.url());
  await page.getByRole("button", { name: "Asha Rao, customer" }).click();
  await page.getByRole("link", { name: "Orders" }).first().click();
  await page.getByRole("link", { name: "Order #1", exact: true }).waitFor();
  expect(tillOf(page.url())).toBe(fork);

  await openTools();
  await page.getByRole("button", { name: "Throw away" }).click();
  await page.waitForURL((url) => url.pathname === "/");
  await heading(page, /./);
  const gone = await fetch(`${shop.till.url}/t/${fork}/v1/products`);
  expect(gone.status).toBe(404);
  const api = createTillClient({ url: `${shop.till.url}/t/${till}` });
  expect((await api.products.list.query({ limit: 1 })).items).toHaveLength(1);
  await createTillClient({ url: shop.till.url }).sandbox.tills.delete.mutate({ id: till });
});

test("the shop of a till that has expired says so", async () => {
  const page = await shop.open("/t/nobody-has-this/orders");
  await titled(page, "Till not found");
});
