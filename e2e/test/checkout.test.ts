import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { sessionOf, somebody } from "../src/person.ts";
import { heading, says, useShop } from "./shop.ts";

const { till, open, customer } = useShop();

/** A customer at the checkout, with two pieces in the basket. */
async function atCheckout() {
  const person = await customer();
  const { id: productId } = await person.product("Jaggery");
  const page = await open("/checkout", { session: person.session, basket: { lines: [{ productId, quantity: 2 }] } });
  await pay(page).waitFor();
  return { ...person, page, orders: async () => (await person.api.orders.list.query({})).items };
}

const pay = (page: Page) => page.getByRole("button", { name: "Pay ₹390.00" });
const pick = (page: Page, outcome: string | RegExp) => page.getByRole("button", { name: outcome }).first().click();

test("a visitor signs in at the checkout, keeps the basket, and chooses cash on delivery", async () => {
  const { product } = await customer();
  const { id: productId } = await product("Jaggery");
  const page = await open("/basket", { basket: { lines: [{ productId, quantity: 1 }] } });
  await page.getByRole("link", { name: "Checkout" }).click();
  await heading(page, "Choose a demo account");
  await page
    .getByRole("main")
    .getByRole("button", { name: /Ben Okafor/ })
    .click();

  await page.getByRole("radio", { name: /Cash on delivery/ }).click();
  await page.getByRole("button", { name: "Place order for ₹195.00" }).click();

  await heading(page, "Your order is placed");
  await says(page, "Have ₹195.00 ready in cash when it arrives.");
  await page.getByRole("link", { name: "Basket, empty" }).waitFor();
});

test("a test card fills the form and pays; the receipt appears, and the messages arrive without a reload", async () => {
  const { page } = await atCheckout();
  await pick(page, /Succeeds Visa/);
  expect(await page.getByRole("textbox", { name: "Card number" }).inputValue()).toBe("4242 4242 4242 4242");
  await pay(page).click();

  await heading(page, "Paid. Thank you!");
  await says(page, "Visa card ending in 4242");
  await says(page, /^Email sent to/);
  await page.getByRole("link", { name: "Receipt" }).click();
  await heading(page, /^Receipt for order #\d+$/);
  await page.goBack();
  await heading(page, "Paid. Thank you!");
});

test("a declined card says why and keeps the form; another card pays the same order", async () => {
  const { page, orders } = await atCheckout();
  await pick(page, /Declined: insufficient funds/);
  await pay(page).click();

  await says(page, "The card does not have enough funds. Try another card.");
  expect(await page.getByRole("textbox", { name: "Card number" }).inputValue()).toBe("4000 0000 0000 9995");
  await page.waitForURL(/\/checkout\?order=\d+$/);

  await pick(page, /Succeeds Mastercard/);
  await pay(page).click();
  await heading(page, "Paid. Thank you!");
  const placed = await orders();
  expect(placed.map(({ payments }) => payments.map(({ status }) => status))).toEqual([["FAILED", "SUCCEEDED"]]);
});

test("a scenario of the palette: half of the answer is missing, and the order is placed and paid once", async () => {
  const { page, orders } = await atCheckout();
  await pick(page, /^Scenarios/);
  await pick(page, /half of the answer is missing/);
  await pay(page).click();

  await heading(page, "Paid. Thank you!");
  await says(page, "sim:succeeded!truncated");
  const placed = await orders();
  expect(placed.map(({ payments }) => payments.map(({ status }) => status))).toEqual([["SUCCEEDED"]]);
});

test("a declined order can still be paid after a reload, and from its own page", async () => {
  const { page } = await atCheckout();
  await pick(page, /Declined Visa/);
  await pay(page).click();
  await says(page, "The card was declined. Try another card, or ask your bank.");
  await page.reload();
  await pay(page).waitFor();
  expect(await page.getByRole("radio", { name: /Cash on delivery/ }).count()).toBe(0);

  await page.goto(`/orders/${new URL(page.url()).searchParams.get("order")}`);
  await heading(page, "Waiting for your payment");
  await says(page, "The last payment failed");
  await page.getByRole("link", { name: "Pay now" }).click();
  await page.getByRole("radio", { name: /UPI/ }).click();
  await page.getByRole("textbox", { name: "UPI address" }).fill("success@razorpay");
  await pay(page).click();
  await heading(page, "Paid. Thank you!");
});

test("a double click orders and pays once", async () => {
  const { page, orders } = await atCheckout();
  await pick(page, /Succeeds Visa/);
  await pay(page).dblclick();
  await heading(page, "Paid. Thank you!");
  expect((await orders()).map(({ payments }) => payments.length)).toEqual([1]);
});

test("a payment whose answer is lost is sent again, and made once", async () => {
  const { page, orders } = await atCheckout();
  await pick(page, /Succeeds Visa/);
  let isFirst = true;
  await page.route(/orders\.pay/, async (route) => {
    if (!isFirst) return route.continue();
    isFirst = false;
    await route.fetch();
    await route.abort();
  });
  await pay(page).click();
  await heading(page, "Paid. Thank you!");
  expect((await orders()).map(({ payments }) => payments.length)).toEqual([1]);
});

test.for([
  ["Approve payment", "Payment approved", "Paid. Thank you!"],
  ["Reject payment", "Not paid", "Waiting for your payment"],
] as const)("3-D Secure: the bank's page asks, and “%s” returns to the order", async ([button, answer, status]) => {
  const { page } = await atCheckout();
  await pick(page, /Asks your bank first/);
  await pay(page).click();
  await heading(page, "Confirm your payment");

  // Leaving the bank's page is not an answer: Back leads to the order, which still waits and links to the bank.
  await page.goBack();
  await page.waitForURL(/\/orders\/\d+$/);
  await heading(page, "Confirm the payment with your bank");
  await page.getByRole("link", { name: "Confirm with your bank" }).click();

  await page.getByRole("button", { name: button }).click();
  await heading(page, answer);
  await page.getByRole("link", { name: /^Back to order #/ }).click();
  await heading(page, status);
});

test("a slow payment settles on the open page without a reload", async () => {
  const { page } = await atCheckout();
  await pick(page, /Takes 5 seconds, then succeeds/);
  await says(page, "Pay with a test token");
  await pay(page).click();
  await heading(page, "Your payment is being processed");
  await heading(page, "Paid. Thank you!");
});

test("a session that ends at the checkout says so, and keeps the card form", async () => {
  const { product } = await customer();
  const { id: productId } = await product("Jaggery");
  const ben = { ...somebody(), id: "usr_ben", name: "Ben Okafor" };
  const ended = await sessionOf(ben, till, new Date(Date.now() - 60_000));
  // The browser's clock may be behind, so the shop still takes the session for valid.
  const session = { ...ended, expiresAt: new Date(Date.now() + 60_000).toISOString() };
  const page = await open("/checkout", { session, basket: { lines: [{ productId, quantity: 2 }] } });
  await page.getByRole("textbox", { name: "Card number" }).fill("5555 5555 5555 4444");
  await page.getByRole("textbox", { name: "Expiry" }).fill("1/30");
  await page.getByRole("textbox", { name: /CVC/ }).fill("321");
  await pay(page).click();

  const dialog = page.getByRole("dialog", { name: "Your session has ended" });
  await dialog.getByRole("button", { name: /Ben Okafor/ }).click();
  await dialog.waitFor({ state: "detached" });
  expect(await page.getByRole("textbox", { name: "Card number" }).inputValue()).toBe("5555 5555 5555 4444");
  expect(await page.getByRole("textbox", { name: "Expiry" }).inputValue()).toBe("01/30");
  await pay(page).click();
  await heading(page, "Paid. Thank you!");
});

test("a mistake is shown at its field, and nothing is ordered", async () => {
  const { page, orders } = await atCheckout();
  await page.getByRole("textbox", { name: "Card number" }).pressSequentially("42424");
  expect(await page.getByRole("textbox", { name: "Card number" }).inputValue()).toBe("4242 4");
  await page.getByRole("textbox", { name: "Expiry" }).pressSequentially("0120");
  await pay(page).click();
  await says(page, "A card number has 12 to 19 digits.");
  await says(page, "This card has expired. Enter a later date.");
  await says(page, "Enter 3 or 4 digits.");
  expect(await orders()).toEqual([]);
});

test("a number that is not a test card is refused before an order, and the form says what to use", async () => {
  const { page, orders } = await atCheckout();
  await page.getByRole("textbox", { name: "Card number" }).fill("4111 1111 1111 1111");
  await page.getByRole("textbox", { name: "Expiry" }).fill("12/34");
  await page.getByRole("textbox", { name: /CVC/ }).fill("123");
  await pay(page).click();
  await says(page, "Use one of the test cards. Don't enter a real card.");
  expect(await orders()).toEqual([]);
});

test("from the catalogue to the paid order with the keyboard alone", async () => {
  const { session } = await customer();
  const page = await open("/?q=jaggery", { session });
  await page.getByRole("article").waitFor();
  const reach = async (name: RegExp) => {
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press("Tab");
      const focused = page.locator(":focus");
      const text = (await focused.getAttribute("aria-label")) ?? (await focused.innerText());
      if (name.test(text)) return page.keyboard.press("Enter");
    }
    throw new Error(`Tab does not lead to ${name}.`);
  };
  await reach(/^Skip to the content/);
  await reach(/^Add: Palm Jaggery/);
  await page.goto("/basket");
  await page.getByRole("link", { name: "Checkout" }).waitFor();
  await reach(/^Checkout$/);
  await page.getByRole("heading", { name: "Checkout" }).and(page.locator(":focus")).waitFor();
  await reach(/^Succeeds\s+Visa/);
  await page.getByRole("textbox", { name: "Card number" }).press("Enter");
  await heading(page, "Paid. Thank you!");
});
