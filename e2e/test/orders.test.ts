import { expect, test } from "vitest";
import { sessionOf, somebody } from "../src/person.ts";
import { heading, says, useShop } from "./shop.ts";

const { till, open, customer } = useShop();

test("an order is cancelled after a confirmation, says so, and offers no impossible action", async () => {
  const { session, placeOrder } = await customer();
  const { id } = await placeOrder();
  const page = await open(`/orders/${id}`, { session });
  await heading(page, "Waiting for your payment");
  await page.getByRole("button", { name: "Cancel order" }).click();
  const dialog = page.getByRole("dialog", { name: `Cancel order #${id}?` });
  await dialog.getByRole("textbox", { name: "Reason" }).fill("Changed my mind");
  await dialog.getByRole("button", { name: "Cancel order" }).click();

  await heading(page, "Cancelled");
  await says(page, "Nothing was charged. Reason: Changed my mind");
  await says(page, "Cancelled by the customer: Changed my mind");
  expect(await page.getByRole("button", { name: "Cancel order" }).count()).toBe(0);
  expect(await page.getByRole("link", { name: "Pay now" }).count()).toBe(0);
});

test("the list loads more by itself, and its filter is in the URL", async () => {
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

test("without orders, the page says what will appear", async () => {
  const { session } = await customer();
  const page = await open("/orders", { session });
  await heading(page, "No orders yet");
  await page.goto("/orders?status=REFUNDED");
  await says(page, "No refunded orders");
});

test("nobody sees somebody else's order, even after a switch in the same window", async () => {
  const { session, placeOrder } = await customer();
  const { id } = await placeOrder();
  const page = await open(`/orders/${id}`, { session });
  await heading(page, "Waiting for your payment");

  await page.getByRole("button", { name: "Chen Li, customer" }).click();

  await says(page, "It may belong to someone else: you are signed in as Chen Li.");
  await page.getByRole("button", { name: "Visitor" }).click();
  await says(page, "Only the customer who placed an order and the staff of the shop can see it.");
});

test("a login service passes a token in the URL, and the shop removes it", async () => {
  const { session } = await customer();
  const page = await open(`/orders#token=${session.token}`);
  await heading(page, "No orders yet");
  expect(page.url()).toBe(`${till.url}/orders`);
  await page.reload();
  await heading(page, "No orders yet");
});

test("a token of somebody else asks first, in the sandbox too", async () => {
  const { session } = await customer();
  const other = await customer();
  const page = await open(`/orders#token=${other.session.token}`, { session });
  const dialog = page.getByRole("dialog", { name: "Sign in as Test Person?" });
  await dialog.getByRole("button", { name: "Sign in as Test Person" }).click();
  await expect
    .poll(() => page.evaluate(() => window.sessionStorage.getItem("till-session")), { timeout: 20_000 })
    .toContain(other.session.token);
});

test("an invalid token shows a notice, and nobody is signed in", async () => {
  const page = await open("/orders#token=not.a.token");
  await says(page, "This sign-in is no longer valid. Sign in again.");
  await heading(page, "Choose a demo account");
});

test("a session that Till no longer accepts asks to sign in again", async () => {
  const user = somebody();
  const ended = await sessionOf(user, till, new Date(Date.now() - 60_000));
  // The browser's clock may be behind, so the shop still takes the session for valid.
  const session = { ...ended, expiresAt: new Date(Date.now() + 60_000).toISOString() };
  const page = await open("/orders", { session });
  const dialog = page.getByRole("dialog", { name: "Your session has ended" });
  await dialog.getByText("You were signed in as Test Person.").waitFor();
  await dialog.getByRole("button", { name: "Continue as a visitor" }).click();
  await heading(page, "Choose a demo account");
  await page.getByRole("button", { name: "Visitor, not signed in", pressed: true }).waitFor();
});

test("a session that expired before the shop was opened is given as the reason to sign in", async () => {
  const user = somebody();
  const session = await sessionOf(user, till, new Date(Date.now() - 60_000));
  const page = await open("/orders", { session });
  await says(page, "The session of Test Person has ended. Sign in again to continue.");
});
