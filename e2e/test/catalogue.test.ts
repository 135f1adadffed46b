import { expect, test } from "vitest";
import { heading, says, titled, useShop } from "./shop.ts";

const { open } = useShop();

test("search filters the catalogue during typing, is in the URL and survives a reload", async () => {
  const page = await open("/");
  await page.getByRole("link", { name: "Assam Second Flush Tea" }).waitFor();

  await page.getByRole("searchbox", { name: "Search the catalogue" }).fill("grind");

  await page.getByRole("link", { name: "Assam Second Flush Tea" }).waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Electric Burr Grinder" }).waitFor();
  await page.waitForURL("/?q=grind");
  await page.reload();
  await page.getByRole("link", { name: "Electric Burr Grinder" }).waitFor();
  expect(await page.getByRole("article").count()).toBeLessThan(10);
});

test("a search without results gives a hint, and can show everything again", async () => {
  const page = await open("/?q=bicycle");
  await heading(page, "Nothing found for “bicycle”");
  await page.getByRole("link", { name: "Show everything" }).click();
  await page.getByRole("link", { name: "Assam Second Flush Tea" }).waitFor();
  expect(await page.getByRole("searchbox").inputValue()).toBe("");
});

test("a product has its own page, and the back button returns to the search", async () => {
  const page = await open("/?q=jaggery");
  await page.getByRole("link", { name: "Palm Jaggery" }).click();
  await titled(page, "Palm Jaggery, 500 g");
  expect(await page.title()).toContain("Palm Jaggery");

  await page.reload();
  await page.getByRole("button", { name: "Add to basket: Palm Jaggery, 500 g" }).click();
  await page.getByRole("link", { name: "Basket, 1 item" }).waitFor();

  await page.goBack();
  await page.getByRole("article").waitFor();
  expect(await page.getByRole("searchbox").inputValue()).toBe("jaggery");
});

test("the card shows low and no stock, and a sold-out product can't be added", async () => {
  const page = await open("/?q=hamper");
  await says(page, "Sold out");
  expect(await page.getByRole("button", { name: "Add: Monsoon Gift Hamper" }).isDisabled()).toBe(true);
});

test("unknown products, pages and numbers are explained", async () => {
  const page = await open("/products/987654");
  await heading(page, "We don't have this product");
  for (const path of ["/products/kettle", "/nowhere", "/orders/0"]) {
    await page.goto(path);
    await heading(page, "Page not found");
  }
  await page.getByRole("link", { name: "Browse products" }).click();
  await heading(page, "Coffee, tea and tools");
});

test("offline, the page says so and the catalogue stays", async () => {
  const page = await open("/");
  await page.getByRole("article").first().waitFor();
  await page.context().setOffline(true);
  await says(page, "You are offline");
  await page.getByRole("article").first().waitFor();
  await page.context().setOffline(false);
  await page.getByText("You are offline").waitFor({ state: "detached" });
});

test("the choice of light or dark survives a reload", async () => {
  const page = await open("/");
  const scheme = () => page.locator("html").getAttribute("data-mantine-color-scheme");
  expect(await scheme()).toBe("light");
  await page.getByRole("button", { name: "Use dark colours" }).click();
  await page.getByRole("button", { name: "Use light colours" }).waitFor();
  await page.reload({ waitUntil: "commit" });
  await expect.poll(scheme).toBe("dark");
});

test("on a phone several products are visible, and nothing is wider than the screen", async () => {
  const page = await open("/", { device: "phone" });
  const third = page.getByRole("article").nth(2);
  await third.waitFor();
  const box = await third.getByRole("heading").boundingBox();
  expect(box?.y).toBeLessThan(page.viewportSize()?.height ?? 0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(page.viewportSize()?.width);
});
