import { expect, test } from "vitest";
import { sessionOf, somebody } from "../src/person.ts";
import { heading, says, useShop } from "./shop.ts";

const { till, open, customer } = useShop();

test("an order is cancelled after a question, says so, and offers nothing that can't be done", async () => {
  const { session, placeOrder } = await customer();
  const { id } = await placeOrder();
  const page = await open(`/orders/${id}`, { session });
  await heading(page, "Waiting for your payment");
  await page.getByRole("button", { name: "Cancel order" }).click();
  const dialog = page.getByRole("dialog", { name: `Cancel order #${id}?` });
  await dialog.getByRole("textbox", { name: "Reason" }).fill("Changed my mind");
  await dialog.getByRole("button", { name: "Cancel the order" }).click();

  await heading(page, "Cancelled");
  await says(page, "Nothing was charged. Reason: Changed my mind");
  await says(page, "Cancelled by the customer: Changed my mind");
  expect(await page.getByRole("button", { name: "Cancel order" }).count()).toBe(0);
  expect(await page.getByRole("link", { name: "Pay now" }).count()).toBe(0);
});

test("the list goes on by itself, and a filter stands in the address", async () => {
  const { session, api, placeOrder } = await customer();
  const ids: number[] = [];
  for (let index = 0; index < 25; index += 1) ids.push((await placeOrder("COD")).id);
  const [oldest = 0] = ids;
  await api.orders.cancel.mutate({ id: oldest });

  const page = await open("/orders", { session });
  await page.getByRole("link", { name: `Order #${ids.at(-1)}`, exact: true }).waitFor();
  await page.mouse.wheel(0, 20_000);
  await page.getByRole("link", { name: `Order #${oldest}`, exact: true }).waitFor();
  expect(await page.getByRole("main").getByRole("listitem").count()).toBe(25);

  await page.getByText("Cancelled", { exact: true }).first().click();
  await page.waitForURL("/orders?status=CANCELLED");
  await expect.poll(() => page.getByRole("main").getByRole("listitem").count()).toBe(1);
  await page.getByRole("link", { name: `Order #${oldest}`, exact: true }).click();
  await heading(page, "Cancelled");
  await page.goBack();
  await page.goBack();
  await page.getByRole("link", { name: `Order #${ids.at(-1)}`, exact: true }).waitFor();
});

test("no orders yet: the page says what will be there", async () => {
  const { session } = await customer();
  const page = await open("/orders", { session });
  await heading(page, "No orders yet");
  await page.goto("/orders?status=REFUNDED");
  await says(page, "You have no orders that are refunded.");
});

test("nobody sees an order of somebody else, not even after a switch in the same window", async () => {
  const { session, placeOrder } = await customer();
  const { id } = await placeOrder();
  const page = await open(`/orders/${id}`, { session });
  await heading(page, "Waiting for your payment");

  await page.getByRole("button", { name: "Chen Li, customer" }).click();

  await says(page, "Perhaps it belongs to somebody else: you are signed in as Chen Li.");
  await page.getByRole("button", { name: "Visitor" }).click();
  await says(page, "An order is shown to whoever placed it, and to the staff of the shop.");
});

test("a login service hands a token over in the address, which does not keep it", async () => {
  const { session } = await customer();
  const page = await open(`/orders#token=${session.token}`);
  await heading(page, "No orders yet");
  expect(page.url()).toBe(`${till.url}/orders`);
  await page.reload();
  await heading(page, "No orders yet");
});

test("a token that is not good is told, and nobody is signed in", async () => {
  const page = await open("/orders#token=not.a.token");
  await says(page, "This sign-in is not good any more. Sign in again.");
  await heading(page, "Who are you?");
});

test("a session that Till does not take any more asks who one is again", async () => {
  const user = somebody();
  const ended = await sessionOf(user, till, new Date(Date.now() - 60_000));
  // The browser's clock may be behind: it takes the session for a good one.
  const session = { ...ended, expiresAt: new Date(Date.now() + 60_000).toISOString() };
  const page = await open("/orders", { session });
  await heading(page, "Who are you?");
  await page.getByRole("button", { name: "Visitor, not signed in", pressed: true }).waitFor();
});
