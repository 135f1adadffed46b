import type { CreateOrderInput } from "@till/contracts";
import { expect, test } from "vitest";
import { findBarriers } from "../src/axe.ts";
import { heading, says, useShop } from "./shop.ts";

const { open, customer, staff } = useShop();

const recorded = {
  shippingAddress: { name: "Zoë Rao", line1: "14 Lavelle Road", city: "Bengaluru", country: "IN" },
  billingAddress: { company: "Rao & Co", line1: "1 Rue de la Paix", city: "Paris", country: "FR" },
  contact: { email: "gift@example.com" },
  metadata: { "gift.note": "Happy birthday" },
  extras: [
    { type: "SHIPPING", name: "Express delivery", amount: 9_900 },
    { type: "TAX", name: "VAT", amount: 4_700, included: true, rate: 1_900 },
  ],
} satisfies Partial<CreateOrderInput>;

/** A customer with an order that has all that a shop can record. */
async function recordedOrder() {
  const { session, api, product } = await customer();
  const items = [{ productId: (await product("Jaggery")).id, quantity: 1 }];
  const reference = `SO-${crypto.randomUUID().slice(0, 8)}`;
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "COD", ...recorded, reference });
  return { session, id, reference };
}

test("a customer sees where their order and its invoice go, the shop's reference, and what is added to the price", async () => {
  const { session, id, reference } = await recordedOrder();
  const page = await open(`/orders/${id}`, { session });
  await heading(page, "Shipping address");
  for (const line of [reference, "Zoë Rao", "14 Lavelle Road", "Bengaluru", "India"]) await says(page, line);
  await heading(page, "Billing address");
  for (const line of ["Rao & Co", "1 Rue de la Paix", "Paris", "France"]) await says(page, line);
  const told = (await page.getByRole("main").innerText()).replaceAll(/\s+/g, " ");
  expect(told).toContain("Subtotal ₹195.00 Express delivery ₹99.00 Total ₹294.00 Includes VAT 19% ₹47.00");
});

test("staff see all that the shop recorded, without barriers, and find the order by its reference", async () => {
  const { id, reference } = await recordedOrder();
  const { session } = await staff();
  const page = await open("/counter/orders", { session });
  await page.getByRole("searchbox", { name: "Search orders by number, reference, name or email" }).fill(reference);
  await expect.poll(() => page.getByRole("main").getByRole("listitem").count()).toBe(1);
  await page.getByRole("link", { name: `#${id} Test Person` }).click();
  const drawer = page.getByRole("dialog", { name: `Order #${id}` });
  await drawer.getByRole("heading", { name: "Timeline" }).waitFor();
  const told = await drawer.innerText();
  for (const text of [
    reference,
    "gift@example.com",
    "Happy birthday",
    "14 Lavelle Road",
    "1 Rue de la Paix",
    "France",
    "Express delivery",
  ])
    expect(told).toContain(text);
  expect(await findBarriers(page)).toEqual([]);
});

test("a shipping address at the checkout is checked, and is then on the order", async () => {
  const { session, api, product } = await customer();
  const { id: productId } = await product("Jaggery");
  const page = await open("/checkout", { session, basket: { lines: [{ productId, quantity: 1 }] } });
  await page.getByRole("radio", { name: /Cash on delivery/ }).click();
  await page.getByRole("checkbox", { name: "Add a shipping address" }).check();
  const street = page.getByRole("textbox", { name: "Street and number" });
  await page.getByRole("textbox", { name: "City" }).fill("Pune");
  await page.getByRole("button", { name: "Place order for ₹195.00" }).click();
  await says(page, "Enter the street and number.");
  await says(page, "Choose the country.");
  expect(await street.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await findBarriers(page)).toEqual([]);

  await street.fill("1 High Street");
  await page.getByRole("combobox", { name: "Country" }).selectOption({ label: "India" });
  await page.getByRole("button", { name: "Place order for ₹195.00" }).click();
  await heading(page, "Your order is placed");
  await heading(page, "Shipping address");
  expect((await api.orders.list.query({})).items).toMatchObject([
    { shippingAddress: { line1: "1 High Street", city: "Pune", country: "IN" } },
  ]);
});
