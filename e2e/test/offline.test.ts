import { expect, test } from "vitest";
import { heading, says, titled, useShop } from "./shop.ts";

const { open, customer } = useShop();

test("offline, a page that was never loaded says so, and it opens when the connection is back", async () => {
  const page = await open("/?q=jaggery");
  await page.getByRole("button", { name: /^Add: Palm Jaggery/ }).click();
  await page.context().setOffline(true);
  await page.getByRole("link", { name: "Basket, 1 item" }).click();
  await titled(page, "You are offline");
  await heading(page, "This page is not loaded yet");
  expect(await page.getByRole("main").innerText()).not.toMatch(/preload|fetch|import|module/i);
  await page.context().setOffline(false);
  await titled(page, "Your basket");
  await page.getByRole("link", { name: "Palm Jaggery" }).waitFor();
});

test("offline, sandbox tools that are not loaded leave the shop unchanged", async () => {
  const page = await open("/?q=jaggery");
  await page.getByRole("article").waitFor();
  // The parts of every page have loaded by then, and these tools have not.
  await page.waitForLoadState("networkidle");
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Sandbox tools" }).click();
  await says(page, "Sandbox tools could not be loaded");
  await page.getByRole("article").waitFor();
});

test("an offline search shows and announces no results of the previous one, and runs when the connection is back", async () => {
  const page = await open("/?q=jaggery");
  await page.getByRole("article").waitFor();
  await says(page, "1 product found");
  await page.context().setOffline(true);
  await page.getByRole("searchbox").fill("grind");
  await page.waitForURL("/?q=grind");
  await page.getByRole("main").getByText("This is not loaded yet.").waitFor();
  expect(await page.getByRole("article").count()).toBe(0);
  expect(await page.getByText(/products? found/).count()).toBe(0);
  await page.context().setOffline(false);
  await page.getByRole("link", { name: "Electric Burr Grinder" }).waitFor();
});

test("an offline purchase fails with a sentence, and the form stays", async () => {
  const { session, product } = await customer();
  const { id: productId } = await product("Jaggery");
  const page = await open("/checkout", { session, basket: { lines: [{ productId, quantity: 2 }] } });
  await page.getByRole("button", { name: /Succeeds Visa/ }).click();
  await page.context().setOffline(true);
  await page.getByRole("button", { name: "Pay ₹390.00" }).click();
  await says(page, "The shop can't be reached. Check your connection, and try again.");
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Pay ₹390.00" }).click();
  await heading(page, "Paid. Thank you!");
});
