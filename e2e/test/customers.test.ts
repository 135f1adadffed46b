import { readFile } from "node:fs/promises";
import type { CustomerExport } from "@till/contracts";
import { expect, test } from "vitest";
import { says, titled, useShop } from "./shop.ts";

const { open, customer, staff } = useShop();

test("staff find a customer, download what Till holds about them, and erase them", async () => {
  const [clerk, buyer] = [await staff(), await customer()];
  const { id: userId, name } = buyer.session.user;
  const { id } = await buyer.placeOrder();
  const page = await open("/counter/customers", { session: clerk.session });
  await titled(page, "Customers");
  await page.getByRole("searchbox", { name: "Search customers" }).fill(userId);
  await page.getByRole("link", { name: userId }).click();
  const drawer = page.getByRole("dialog", { name: "Customer" });
  await drawer.getByRole("link", { name: `Order #${id}` }).waitFor();

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    drawer.getByRole("button", { name: "Export data" }).click(),
  ]);
  const held = JSON.parse(await readFile(await download.path(), "utf8")) as CustomerExport;
  expect(held).toMatchObject({ customer: { id: userId, name }, items: [{ order: { id } }] });

  await drawer.getByRole("button", { name: "Erase" }).click();
  const question = page.getByRole("dialog", { name: `Erase ${name}?` });
  await question.getByRole("button", { name: "Erase for good" }).click();
  await question.getByText(`Order #${id} is not paid yet.`).waitFor();
  await buyer.api.orders.cancel.mutate({ id });
  await buyer.api.inbox.waitFor({ orderId: id, channel: "EMAIL", event: "order.cancelled" });
  await buyer.api.inbox.waitFor({ orderId: id, channel: "SMS", event: "order.cancelled" });
  await question.getByRole("button", { name: "Erase for good" }).click();
  await drawer.getByText("Their words were erased").waitFor();
  expect(await clerk.api.orders.get.query({ id })).toMatchObject({ customer: { name: "Erased customer" } });
});

test("a statement shows the month with its total, as the API has it", async () => {
  const [clerk, buyer] = [await staff(), await customer()];
  const { id } = await buyer.placeOrder();
  await buyer.api.orders.pay.mutate({ id });
  const month = new Date().toISOString().slice(0, "YYYY-MM".length);
  const page = await open(`/counter/statement?month=${month}`, { session: clerk.session });
  await titled(page, /^Statement of/);
  await page.getByRole("region", { name: "Day by day, in INR" }).getByRole("rowheader", { name: "Total" }).waitFor();
  await page.getByRole("combobox", { name: "Month" }).selectOption({ index: 23 });
  await says(page, "Nothing was paid or refunded in this month");
});
