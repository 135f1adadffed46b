import { expect, test } from "vitest";
import { findBarriers } from "../src/axe.ts";
import { settled } from "./settled.ts";
import { heading, says, titled, useShop } from "./shop.ts";

const { till, open, customer, staff } = useShop();

const guest = { name: "Ravi Iyer", email: "ravi@example.com" };

/** An order that staff have placed for a guest, and the path of the guest's link. */
async function guestOrder(returnUrl?: string) {
  const clerk = await staff();
  const [product] = (await clerk.api.products.list.query({ search: "Jaggery" })).items;
  const { id, guestLink = "" } = await clerk.api.orders.create.mutate({
    items: [{ productId: product?.id ?? 0, quantity: 2 }],
    paymentMethod: "ONLINE",
    customer: guest,
    ...(returnUrl !== undefined && { returnUrl }),
  });
  return { clerk, id, path: guestLink.slice(till.url.length) };
}

test("staff take an order by phone, and the guest pays it by the link, which the address does not keep", async () => {
  const clerk = await staff();
  const page = await open("/counter/orders", { session: clerk.session });
  await page.getByRole("link", { name: "New order" }).click();
  await titled(page, "New order");
  expect(await page.getByRole("button", { name: "Place order" }).isDisabled()).toBe(true);
  await page.getByRole("searchbox", { name: "Add a product" }).fill("Jaggery");
  await page.getByRole("button", { name: /^Add .*Jaggery/ }).click();
  // The button is gone with its row, and the focus has a place.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Products");
  await page.getByRole("textbox", { name: /^Quantity of/ }).fill("3");
  await says(page, "₹585.00");
  await page.getByRole("button", { name: "Place order" }).click();
  await says(page, "Must not be empty.");
  await settled(page);
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole("textbox", { name: "Name" }).fill(guest.name);
  await page.getByRole("textbox", { name: "Phone" }).fill("+91 98222 22222");
  await page.getByRole("button", { name: "Place order" }).click();
  await titled(page, /^Order #\d+ is placed$/);
  expect(await findBarriers(page)).toEqual([]);
  const link = (await page.locator("pre").textContent()) ?? "";

  const visitor = await open(link.slice(till.url.length));
  await titled(visitor, /^Order #\d+$/);
  await says(visitor, "Order placed by the shop for Ravi Iyer: 3 items");
  expect(await findBarriers(visitor)).toEqual([]);
  expect(visitor.url()).not.toContain("till_guest_");
  expect(await visitor.getByRole("link", { name: "Orders" }).count()).toBe(0);
  await visitor.getByRole("link", { name: "Pay now" }).click();
  await visitor
    .getByRole("button", { name: /Succeeds Visa/ })
    .first()
    .click();
  await visitor.getByRole("button", { name: /^Pay ₹585.00/ }).click();
  await visitor.getByRole("link", { name: "Receipt" }).waitFor();
});

test("a known customer is found by name or email, and the order is theirs", async () => {
  const [buyer, clerk] = [await customer(), await staff()];
  await buyer.placeOrder("COD");
  const page = await open("/counter/orders/new", { session: clerk.session });
  await page.getByRole("searchbox", { name: "Add a product" }).fill("Jaggery");
  await page.getByRole("button", { name: /^Add .*Jaggery/ }).click();
  await page.getByText("Known customer").click();
  await page.getByRole("searchbox", { name: /^Name, email or phone/ }).fill(buyer.session.user.email ?? "");
  await page.getByRole("radio", { name: "Test Person" }).check();
  await page.getByRole("searchbox", { name: /^Name, email or phone/ }).fill("zzzz nobody");
  await says(page, "No customer matches");
  await page.getByText("New guest", { exact: true }).click();
  await page.getByText("Known customer").click();
  await page
    .getByRole("radiogroup", { name: "Customers" })
    .getByRole("radio", { name: "Test Person", checked: true })
    .waitFor();
  await page.getByText("Cash on delivery").click();
  await page.getByRole("button", { name: "Place order" }).click();
  await titled(page, /^Order #\d+ is placed$/);
  const [newest] = (await buyer.api.orders.list.query({})).items;
  expect(newest).toMatchObject({ paymentMethod: "COD", items: [{ quantity: 1 }] });
});

test("the guest comes back from the bank to their order, and can cancel another", async () => {
  const { path, id, clerk } = await guestOrder();
  const page = await open(path);
  await page.getByRole("link", { name: "Pay now" }).click();
  await page.getByRole("button", { name: /Asks your bank first/ }).click();
  await page.getByRole("button", { name: /^Pay ₹390.00/ }).click();
  await titled(page, "Confirm your payment");
  await page.getByRole("button", { name: "Reject payment" }).click();
  await page.getByRole("link", { name: `Back to order #${id}` }).click();
  await says(page, "The last payment failed");
  expect(new URL(page.url()).pathname).toBe("/guest");
  await page.getByRole("button", { name: "Cancel order" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel order" }).click();
  await heading(page, "Cancelled");
  expect(await clerk.api.orders.get.query({ id })).toMatchObject({ status: "CANCELLED", cancelCause: "CUSTOMER" });
});

test("the bank's page leads to the page of the shop that placed the order", async () => {
  const returnUrl = `${till.url}/basket?from=bank`;
  const { path, id } = await guestOrder(returnUrl);
  const page = await open(path);
  await page.getByRole("link", { name: "Pay now" }).click();
  await page.getByRole("button", { name: /Asks your bank first/ }).click();
  await page.getByRole("button", { name: /^Pay ₹390.00/ }).click();
  await page.getByRole("button", { name: "Approve payment" }).click();
  await page.waitForURL((url) => url.pathname === "/basket");
  expect(new URL(page.url()).searchParams.get("order")).toBe(String(id));
});

test("an ended link, and the page without one, say what to do", async () => {
  const { path, id, clerk } = await guestOrder();
  const page = await open(`/guest?order=${id}`);
  await heading(page, "Open your link again");
  await clerk.api.orders.createGuestLink.mutate({ id, revokeOthers: true });
  const late = await open(path);
  await heading(late, "This link does not work any more");
});

test("somebody who is signed in is asked before a guest's link signs them out", async () => {
  const { path, id } = await guestOrder();
  const { session } = await customer();
  const page = await open(path, { session });
  const question = page.getByRole("dialog", { name: "Sign in as Ravi Iyer?" });
  await question.getByRole("button", { name: "Stay signed in as Test Person" }).click();
  await question.waitFor({ state: "detached" });
  await heading(page, "Open your link again");
  expect(new URL(page.url()).search).toBe(`?order=${id}`);
});

test("staff make a new link for a guest in the order's drawer", async () => {
  const { id, clerk } = await guestOrder();
  const page = await open(`/counter/orders?order=${id}`, { session: clerk.session });
  await page.getByRole("button", { name: "New link for the guest" }).click();
  const link = (await page.locator("pre").textContent()) ?? "";
  await titled(await open(link.slice(till.url.length)), `Order #${id}`);
});
