import { expect, onTestFinished, test } from "vitest";
import { says, titled, useShop } from "./shop.ts";

const { open, staff } = useShop();

/** A product that no other test knows; it is archived after the test, so that no list of the shop grows. */
async function ownProduct(stock: number) {
  const clerk = await staff();
  const sku = `E2E-${crypto.randomUUID().slice(0, 8)}`;
  const product = await clerk.api.products.upsert.mutate({
    sku,
    name: `Mug ${sku}`,
    unitPrice: 45_000,
    currency: "INR",
    stock,
  });
  onTestFinished(async () => void (await clerk.api.products.archive.mutate({ id: product.id })));
  return { ...clerk, product };
}

test("staff find a product, change it, move its stock with a reason, archive it and bring it back", async () => {
  const { session, api, product } = await ownProduct(5);
  const { id, sku, name } = product;
  const page = await open("/counter/products", { session });
  await page.getByRole("searchbox", { name: "Search products" }).fill(sku);
  await page.getByRole("link", { name: `${name} ${sku} 5 in stock ₹450.00` }).click();
  const drawer = page.getByRole("dialog", { name });

  await drawer.getByRole("textbox", { name: "Price" }).fill("12,5");
  await drawer.getByRole("button", { name: "Save" }).click();
  await drawer.getByText("Must be an amount such as 1,250 or 99.50").waitFor();
  await drawer.getByRole("textbox", { name: "Price" }).fill("520");
  await drawer.getByRole("button", { name: "Save" }).click();
  await says(page, "Saved.");
  expect((await api.products.get.query({ id })).unitPrice).toBe(52_000);

  await drawer.getByText("Take out", { exact: true }).click();
  await drawer.getByRole("textbox", { name: "Pieces that went" }).fill("9");
  await drawer.getByRole("button", { name: "Take out of stock" }).click();
  await drawer.getByText("Say why").waitFor();
  await drawer.getByRole("textbox", { name: "Reason" }).fill("Broken");
  await drawer.getByRole("button", { name: "Take out of stock" }).click();
  await drawer.getByText(`${name} has 5 pieces in stock, so 9 can't be taken out.`).waitFor();
  await drawer.getByRole("textbox", { name: "Pieces that went" }).fill("2");
  await drawer.getByRole("button", { name: "Take out of stock" }).click();
  await drawer.getByRole("status").getByText("3 can be ordered").waitFor();
  await drawer.getByRole("listitem").filter({ hasText: "−2" }).getByText("Adjusted: Broken").waitFor();

  await drawer.getByRole("button", { name: "Archive" }).click();
  await page.getByRole("dialog", { name: "Archive" }).getByRole("button", { name: "Archive" }).click();
  await drawer.getByText(/^Archived on/).waitFor();
  await drawer.getByRole("link", { name: "Its page in the shop" }).click();
  await says(page, "This is no longer sold.");
  await page.goBack();
  await drawer.getByRole("button", { name: "Bring it back" }).click();
  await drawer.getByRole("button", { name: "Save" }).waitFor();
  expect(await api.products.get.query({ id })).toMatchObject({ stock: 3, unitPrice: 52_000, archivedAt: null });
});

test("a CSV file shows each wrong line, then what it changes, and is imported", async () => {
  const { session, api, product } = await ownProduct(5);
  const fresh = `E2E-${crypto.randomUUID().slice(0, 8)}`;
  const page = await open("/counter/products/import", { session });
  const choose = async (lines: readonly string[]) => {
    const buffer = Buffer.from(["sku,name,price,currency,stock", ...lines].join("\n"));
    await page.locator("input[type=file]").setInputFiles({ name: "catalogue.csv", mimeType: "text/csv", buffer });
  };
  const known = `${product.sku},${product.name},520,INR,unlimited`;
  await choose([known, `${fresh},Teapot,cheap,INR,7`]);
  await page.getByRole("listitem").filter({ hasText: "Line 3" }).getByText("price must be an amount such as").waitFor();
  expect(await page.getByRole("button", { name: "Import 1 product" }).isDisabled()).toBe(true);

  await choose([known, `${fresh},Teapot,900,INR,7`]);
  await page.getByText("catalogue.csv: 1 new, 1 changed").waitFor();
  await page.getByText("Price: ₹450.00 → ₹520.00 · Stock: 5 → unlimited").waitFor();
  await page.getByText(`${fresh} · ₹900.00 · 7 in stock`).waitFor();
  expect((await api.products.list.query({ search: fresh })).items).toEqual([]);
  await page.getByRole("button", { name: "Import 2 products" }).click();
  await says(page, "Imported: 1 new, 1 changed");
  const [teapot] = (await api.products.list.query({ search: fresh })).items;
  onTestFinished(async () => void (await api.products.archive.mutate({ id: teapot?.id ?? 0 })));
  expect(teapot).toMatchObject({ sku: fresh, unitPrice: 90_000, stock: 7 });
  expect(await api.products.get.query({ id: product.id })).toMatchObject({ unitPrice: 52_000, stock: null });
});

test("a discount code is added, listed and disabled", async () => {
  const { session, api } = await staff();
  const code = `E2E-${crypto.randomUUID().slice(0, 8)}`.toUpperCase();
  const page = await open("/counter/discounts", { session });
  await titled(page, "Discounts");
  await page.getByRole("button", { name: "Add code" }).click();
  const form = page.getByRole("dialog", { name: "Add discount code" });
  await form.getByRole("textbox", { name: "Code" }).fill("WELCOME10");
  await form.getByRole("textbox", { name: "Percent" }).fill("120");
  await form.getByRole("button", { name: "Add code" }).click();
  await form.getByText("Must be a whole percentage from 1 to 100.").waitFor();
  await form.getByRole("textbox", { name: "Percent" }).fill("25");
  await form.getByRole("button", { name: "Add code" }).click();
  await form.getByText("There is a discount code WELCOME10 already").waitFor();
  await form.getByRole("textbox", { name: "Code" }).fill(code.toLowerCase());
  await form.getByRole("button", { name: "Add code" }).click();
  const row = page.getByRole("listitem").filter({ hasText: code });
  await row.getByText("25 %").waitFor();
  await row.getByRole("button", { name: `Disable ${code}` }).click();
  await page
    .getByRole("dialog", { name: `Disable ${code}?` })
    .getByRole("button", { name: "Disable code" })
    .click();
  await row.getByText("Disabled").waitFor();
  const { items } = await api.discounts.list.query({});
  expect(items.find((discount) => discount.code === code)).toMatchObject({ value: 25, disabledAt: expect.any(String) });
});
