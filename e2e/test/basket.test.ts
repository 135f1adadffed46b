import { expect, test } from "vitest";
import { heading, says, useShop } from "./shop.ts";

const { open, customer } = useShop();

test("added products are counted, priced, and still there after a reload", async () => {
  const page = await open("/?q=jaggery");
  await page.getByRole("button", { name: "Add: Palm Jaggery, 500 g" }).click();
  await page.getByRole("button", { name: "One more of Palm Jaggery, 500 g" }).click();
  await page.getByRole("link", { name: "Basket, 2 items" }).click();
  await heading(page, "Your basket");
  await page.reload();

  const total = page.getByRole("definition").last();
  await expect.poll(() => total.textContent()).toBe("₹390.00");
  await page.getByRole("button", { name: "One more of Palm Jaggery, 500 g" }).click();
  await expect.poll(() => total.textContent()).toBe("₹585.00");
  for (const name of ["One less of", "One less of", "Remove"]) {
    await page.getByRole("button", { name: new RegExp(`${name} Palm Jaggery`) }).click();
  }
  await heading(page, "Your basket is empty");
});

test("a discount code changes the price while it is typed, and an invalid code says why", async () => {
  const { product } = await customer();
  const { id: productId } = await product("Jaggery");
  const page = await open("/basket", { basket: { lines: [{ productId, quantity: 10 }] } });
  const code = page.getByRole("textbox", { name: "Discount code" });
  const total = page.getByRole("definition").last();

  await code.fill("first100");
  await says(page, "The code FIRST100 is used up.");
  expect(await page.getByRole("button", { name: "Checkout" }).isDisabled()).toBe(true);

  await code.fill("flat250");
  await says(page, "You save ₹250.00.");
  await expect.poll(() => total.textContent()).toBe("₹1,700.00");

  await code.fill("no spaces!");
  await says(page, "A code has only letters, digits, - and _.");
});

test("a line with too little stock says so, and a click fixes it", async () => {
  const { product } = await customer();
  const [scarce, gone] = [await product("Electric Burr"), await product("Hamper")];
  const lines = [
    { productId: scarce.id, quantity: 50 },
    { productId: gone.id, quantity: 1 },
  ];
  const page = await open("/basket", { basket: { lines } });
  await says(page, `Only ${scarce.stock} left of ${scarce.name}.`);
  await says(page, `${gone.name} is sold out.`);
  await says(page, "Fix the highlighted items first.");

  await page.getByRole("button", { name: `Set to ${scarce.stock}` }).click();
  await page.getByRole("button", { name: "Remove", exact: true }).click();

  await page.getByText("Fix the highlighted items first.").waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Checkout" }).click();
  await heading(page, "Choose a demo account");
});

test("the basket takes no more than the stock", async () => {
  const { product } = await customer();
  const { name, stock } = await product("Electric Burr");
  const page = await open("/?q=electric%20burr");
  await page.getByRole("button", { name: `Add: ${name}` }).click();
  const more = page.getByRole("button", { name: `One more of ${name}` });
  for (let presses = 0; presses < (stock ?? 0) + 3; presses += 1) await more.click({ force: true });
  await page.getByRole("link", { name: `Basket, ${stock} items` }).click();
  await heading(page, "Your basket");
  await more.and(page.locator('[aria-disabled="true"]')).waitFor();
  await more.click({ force: true });
  await page.getByRole("link", { name: `Basket, ${stock} items` }).waitFor();
});

test("a second tab has the same basket", async () => {
  const page = await open("/?q=jaggery");
  const second = await page.context().newPage();
  await second.goto("/basket");
  await heading(second, "Your basket is empty");
  await page.getByRole("button", { name: "Add: Palm Jaggery, 500 g" }).click();
  await second.getByRole("link", { name: "Palm Jaggery" }).waitFor();
});
