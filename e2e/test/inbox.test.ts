import { expect, test } from "vitest";
import { heading, says, titled, useShop } from "./shop.ts";

const { open, customer, staff } = useShop();

/** A customer with a paid order and its messages. */
async function toldCustomer() {
  const buyer = await customer();
  const { id } = await buyer.placeOrder();
  await buyer.api.orders.pay.mutate({ id });
  await buyer.api.inbox.waitFor({ orderId: id, channel: "EMAIL" });
  await buyer.api.inbox.waitFor({ orderId: id, channel: "SMS" });
  return { ...buyer, id };
}

test("an email shows as it was sent, and stays marked as read after a reload", async () => {
  const { session, id } = await toldCustomer();
  const page = await open("/inbox", { session });
  await titled(page, "Inbox");
  const mail = page.getByRole("list", { name: "Emails" }).getByRole("link");
  await mail.filter({ hasText: "Unread" }).filter({ hasText: "Order Confirmed" }).click();
  await heading(page, "Order Confirmed");
  const body = page.frameLocator("iframe");
  await body.getByText(`Your order #${id} is paid. Amount: ₹390.00`).waitFor();
  await body.getByText("Hello Test Person,").waitFor();
  // The mail has its own styles, and the page's policy allows them.
  expect(await body.locator("h1").evaluate((title) => getComputedStyle(title).fontSize)).toBe("24px");
  await mail.filter({ hasText: "Unread" }).waitFor({ state: "detached" });
  await page.reload();
  await heading(page, "Order Confirmed");
  expect(await mail.filter({ hasText: "Unread" }).count()).toBe(0);
  await page
    .getByRole("article")
    .getByRole("link", { name: `Order #${id}` })
    .click();
  await titled(page, `Order #${id}`);
});

test("a new message appears by itself, and a search for its words finds it", async () => {
  const { session, api, placeOrder } = await customer();
  const page = await open("/inbox", { session });
  await heading(page, "No email yet");
  const paid = await placeOrder();
  await api.orders.pay.mutate({ id: paid.id });
  const cancelled = await placeOrder();
  await api.orders.cancel.mutate({ id: cancelled.id });
  const mails = page.getByRole("list", { name: "Emails" }).getByRole("link");
  await expect.poll(() => mails.count(), { timeout: 15_000 }).toBe(2);
  await page.getByRole("searchbox", { name: "Search the inbox" }).fill("cancel");
  await expect.poll(() => mails.count()).toBe(1);
  await mails.filter({ hasText: "Order Cancelled" }).waitFor();
  await page.getByRole("searchbox", { name: "Search the inbox" }).fill("zebra");
  await heading(page, "No matching messages");
});

test("text messages are bubbles, also on a phone, and all can be marked as read at once", async () => {
  const { session, id } = await toldCustomer();
  const page = await open("/inbox", { session, device: "phone" });
  await page.getByRole("list", { name: "Emails" }).getByText("Unread").waitFor({ state: "attached" });
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await expect.poll(() => page.getByText("Unread").count()).toBe(0);
  await page.getByText("Text messages", { exact: true }).click();
  await page
    .getByRole("list", { name: /^Text messages to/ })
    .getByText(`Order #${id} paid successfully.`)
    .waitFor();
});

test("on a phone an email fills the page, and a link returns to the list", async () => {
  const { session } = await toldCustomer();
  const page = await open("/inbox", { session, device: "phone" });
  const list = page.getByRole("list", { name: "Emails" });
  await list.getByRole("link").first().click();
  await heading(page, "Order Confirmed");
  expect(await list.isVisible()).toBe(false);
  await page.getByRole("link", { name: "All emails" }).click();
  await list.waitFor();
});

test("staff see everybody's messages, and a customer sees only their own", async () => {
  const { id, session } = await toldCustomer();
  const clerk = await staff();
  const page = await open("/inbox?q=" + encodeURIComponent(`"${session.user.email}"`), { session: clerk.session });
  await page
    .getByRole("list", { name: "Emails" })
    .getByText(session.user.email ?? "")
    .waitFor();
  await page.goto(`/counter/outbox?order=${id}`);
  await page.getByRole("listitem").filter({ hasText: "Order Confirmed" }).getByRole("link", { name: "Read" }).click();
  await heading(page, "Order Confirmed");

  const { session: stranger } = await customer();
  const other = await open(page.url(), { session: stranger });
  await heading(other, "No email yet");
});

test("a visitor is asked to sign in", async () => {
  const page = await open("/inbox");
  await heading(page, "Choose a demo account");
  await says(page, "Customers see their own; staff see everyone's.");
});
