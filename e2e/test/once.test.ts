import type { Page, Route } from "playwright-core";
import { expect, test } from "vitest";
import { heading, says, useShop } from "./shop.ts";

const { open, customer } = useShop();

/** A customer at the checkout, with two pieces in the basket. */
async function atCheckout() {
  const person = await customer();
  const { id: productId } = await person.product("Jaggery");
  const page = await open("/checkout", { session: person.session, basket: { lines: [{ productId, quantity: 2 }] } });
  await page.getByRole("radio", { name: /Cash on delivery/ }).waitFor();
  return { ...person, page, orders: async () => (await person.api.orders.list.query({})).items };
}

/**
 * Lets a call reach Till, and holds its answer back until it is released. What the person does before that is passed to
 * `release`: the next calls are not held.
 */
async function holdAnswer(page: Page, procedure: RegExp) {
  const arrived = Promise.withResolvers<void>();
  const letGo = Promise.withResolvers<void>();
  const hold = async (route: Route) => {
    const response = await route.fetch();
    arrived.resolve();
    await letGo.promise;
    // The page may be closed by now, so nobody waits for the answer.
    await route.fulfill({ response }).catch(() => undefined);
  };
  await page.route(procedure, hold);
  const release = async (meanwhile?: () => Promise<unknown>) => {
    await page.unroute(procedure, hold);
    await meanwhile?.();
    letGo.resolve();
  };
  return { arrived: arrived.promise, release };
}

const choose = (page: Page, way: RegExp) => page.getByRole("radio", { name: way }).click();
const payInCash = (page: Page) => page.getByRole("button", { name: /^Place order for/ });
const pay = (page: Page) => page.getByRole("button", { name: "Pay ₹390.00" });
const pick = (page: Page, outcome: RegExp) => page.getByRole("button", { name: outcome }).first().click();

test("a reload before the answer arrives does not order twice", async () => {
  const { page, orders } = await atCheckout();
  const answer = await holdAnswer(page, /orders\.create/);
  await choose(page, /Cash on delivery/);
  await payInCash(page).click();
  await answer.arrived;
  await answer.release(() => page.reload());
  await choose(page, /Cash on delivery/);
  await payInCash(page).click();
  await heading(page, "Your order is placed");
  expect(await orders()).toHaveLength(1);
});

test("after such a reload, a changed basket is refused with the reason, and can be ordered again", async () => {
  const { page, orders } = await atCheckout();
  const answer = await holdAnswer(page, /orders\.create/);
  await choose(page, /Cash on delivery/);
  await payInCash(page).click();
  await answer.arrived;
  await answer.release(() => page.goto("/basket"));
  await page.getByRole("button", { name: /^One more of/ }).click();
  await page.getByRole("link", { name: "Checkout" }).click();
  await choose(page, /Cash on delivery/);
  await page.getByRole("button", { name: "Place order for ₹585.00" }).click();
  await says(page, /^You have already ordered this basket/);
  expect(await orders()).toHaveLength(1);
  await page.getByRole("button", { name: "Place order for ₹585.00" }).click();
  await heading(page, "Your order is placed");
  expect(await orders()).toHaveLength(2);
});

test("the same basket in two tabs is ordered once and paid once", async () => {
  const { page, orders } = await atCheckout();
  const second = await page.context().newPage();
  await second.goto("/checkout");
  for (const tab of [page, second]) {
    await pay(tab).waitFor();
    await pick(tab, /Succeeds Visa/);
  }
  const answer = await holdAnswer(page, /orders\.create/);
  await pay(page).click();
  await answer.arrived;
  await pay(second).click();
  await heading(second, "Paid. Thank you!");
  await answer.release();
  await heading(page, "Paid. Thank you!");
  expect((await orders()).map(({ payments }) => payments.map(({ status }) => status))).toEqual([["SUCCEEDED"]]);
});

test("a tab whose basket was ordered in another tab says so, and has no button to pay", async () => {
  const { page } = await atCheckout();
  const second = await page.context().newPage();
  await second.goto("/checkout");
  await pay(second).waitFor();
  await choose(page, /Cash on delivery/);
  await payInCash(page).click();
  await heading(page, "Your order is placed");
  await heading(second, "Your basket is empty");
  await says(second, /If you have ordered in another tab/);
});

test("a person who leaves during a payment gets a notice with its outcome", async () => {
  const { session, product, api } = await customer();
  const { id: productId } = await product("Jaggery");
  const page = await open("/basket", { session, basket: { lines: [{ productId, quantity: 2 }] } });
  await page.getByRole("link", { name: "Checkout" }).click();
  await pick(page, /Succeeds Visa/);
  const answer = await holdAnswer(page, /orders\.pay/);
  await pay(page).click();
  await answer.arrived;
  await page.goBack();
  await heading(page, "Your basket is empty");
  await answer.release();
  const [order] = (await api.orders.list.query({})).items;
  await says(page, `We received ₹390.00 for order #${order?.id}.`);
  await page.getByRole("link", { name: `View order #${order?.id}` }).click();
  await heading(page, "Paid. Thank you!");
});

test("a person who leaves gets the reason, if the payment failed", async () => {
  const { session, product } = await customer();
  const { id: productId } = await product("Jaggery");
  const page = await open("/basket", { session, basket: { lines: [{ productId, quantity: 2 }] } });
  await page.getByRole("link", { name: "Checkout" }).click();
  await pick(page, /Declined: insufficient funds/);
  const answer = await holdAnswer(page, /orders\.pay/);
  await pay(page).click();
  await answer.arrived;
  await page.goBack();
  await answer.release();
  await says(page, "Your payment did not go through");
  await says(page, /The card does not have enough funds/);
});

test("the checkout of an order that can't be paid redirects to its page, which says why", async () => {
  const { session, api, placeOrder } = await customer();
  const { id } = await placeOrder();
  await api.orders.pay.mutate({ id, source: { token: "pm_card_threeDSecure2Required" } });
  const page = await open(`/checkout?order=${id}`, { session });
  await heading(page, "Confirm the payment with your bank");
  expect(new URL(page.url()).pathname).toBe(`/orders/${id}`);
});
