import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { sessionOf, somebody } from "../src/person.ts";
import { settled } from "./settled.ts";
import { says, titled, useShop } from "./shop.ts";

const { till, open, customer, staff } = useShop();

test("on a phone, tapping a test card scrolls to the form that it fills", async () => {
  const { session, placeOrder } = await customer();
  const { id } = await placeOrder();
  const page = await open(`/checkout?order=${id}`, { session, device: "phone" });
  const number = page.getByRole("textbox", { name: "Card number" });
  for (const [outcome, field] of [
    [/Succeeds Mastercard/, number],
    [/^Fails failure@razorpay/, page.getByRole("textbox", { name: "UPI address" })],
    [/Takes 5 seconds, then fails/, page.getByText("pm_card_processing_fails").first()],
  ] as const) {
    await page.getByRole("button", { name: outcome }).scrollIntoViewIfNeeded();
    await page.getByRole("button", { name: outcome }).tap();
    await expect.poll(() => isInView(page, field)).toBe(true);
  }
  await expect.poll(() => page.locator("[data-announcer]").textContent()).toContain("The form is filled in.");
});

async function isInView(page: Page, element: ReturnType<Page["locator"]>): Promise<boolean> {
  const box = await element.boundingBox();
  const height = page.viewportSize()?.height ?? 0;
  // The bars at the top and the bottom cover parts of the page.
  return box !== null && box.y >= 60 && box.y + box.height <= height - 60;
}

test("on a phone no decline reason covers its number", async () => {
  const { api, placeOrder } = await customer();
  const { id } = await placeOrder();
  for (const token of ["pm_card_chargeDeclinedProcessingError", "pm_card_chargeDeclinedIncorrectCvc"])
    await api.orders.pay.mutate({ id, source: { token } }).catch(() => undefined);
  const page = await open("/counter", { session: (await staff()).session, device: "phone" });
  await says(page, "The security code (CVC) is wrong. Check it and try again.");
  const rows = page.getByRole("listitem").filter({ hasText: /attempts?$/ });
  expect(await rows.count()).toBeGreaterThanOrEqual(2);
  for (const row of await rows.all()) {
    const [text, number] = [
      await row.locator("span").first().boundingBox(),
      await row.locator("span").last().boundingBox(),
    ];
    expect((text?.x ?? 0) + (text?.width ?? 0)).toBeLessThanOrEqual(number?.x ?? 0);
  }
});

const pages = ["/", "/basket", "/checkout", "/orders", "/inbox", "/nowhere"];
const staffPages = [
  "/counter",
  "/counter/orders",
  "/counter/orders/new",
  "/counter/webhooks",
  "/counter/deliveries",
  "/counter/outbox",
  "/counter/audit",
  "/counter/race",
  "/inbox",
];

test("on a narrow phone nothing is wider than the screen, including the sandbox bar", async () => {
  // The bar has the demo people, and the name of the person signed in.
  const asha = await sessionOf({ ...somebody(), id: "usr_asha", name: "Asha Rao" }, till);
  const meera = await sessionOf({ ...somebody("staff"), id: "usr_meera", name: "Meera Nair" }, till);
  const { product, placeOrder } = await customer(asha);
  const { id: productId } = await product("Jaggery");
  const { id } = await placeOrder();
  for (const [who, paths] of [
    [undefined, pages],
    [asha, [...pages, `/orders/${id}`]],
    [meera, [...staffPages, `/counter/orders?order=${id}`]],
  ] as const) {
    const basket = { lines: [{ productId, quantity: 2 }] };
    const page = await open("/", { session: who, basket, device: "phone" });
    await page.setViewportSize({ width: 320, height: 568 });
    for (const path of paths) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1, includeHidden: true }).waitFor();
      await settled(page);
      expect([path, await widest(page)]).toEqual([path, "nothing"]);
    }
  }
});

/** The elements that reach beyond the right edge of the screen, without a scrolling parent. */
const widest = (page: Page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) return `the page: ${document.documentElement.scrollWidth}`;
    const bar = document.querySelector('aside[aria-label="Sandbox"]');
    const outside = [...(bar?.querySelectorAll("*") ?? [])].find(
      (element) => element.getBoundingClientRect().right > width || element.getBoundingClientRect().left < 0,
    );
    return outside?.outerHTML ?? "nothing";
  });

test("a long reason and a long URL are fully visible", async () => {
  const user = {
    ...somebody(),
    name: `Wolfeschlegelstein${"hausenberger".repeat(5)}`,
    email: `${"long".repeat(30)}@example.com`,
  };
  const buyer = await sessionOf(user, till);
  const { api, placeOrder } = await customer(buyer);
  const reason = "because".repeat(50);
  const { id } = await placeOrder();
  await api.orders.cancel.mutate({ id, reason });
  await api.inbox.waitFor({ orderId: id, channel: "EMAIL" });
  const clerk = await staff();
  for (const device of ["wide", "phone"] as const) {
    const page = await open(`/orders/${id}`, { session: buyer, device });
    await says(page, `Nothing was charged. Reason: ${reason}`);
    expect(await cut(page, reason)).toEqual([]);
    const counter = await open(`/counter/orders?order=${id}`, { session: clerk.session, device });
    await counter.getByRole("dialog").getByRole("link", { name: user.email }).waitFor();
    expect(await cut(counter, user.email)).toEqual([]);
    await counter.goto(`/counter/orders?q=${id}`);
    await says(counter, user.email);
    expect(await cut(counter, user.email)).toEqual([]);
    await counter.goto(`/counter/outbox?order=${id}`);
    await says(counter, `To ${user.email}`);
    expect(await cut(counter, user.email)).toEqual([]);
  }
});

/** The elements with this text that are partly cut off. */
const cut = (page: Page, text: string) =>
  page.evaluate(
    (wanted) =>
      [...document.querySelectorAll("p, span, a, h2")]
        .filter(
          (element) => element.textContent.includes(wanted) && element.checkVisibility() && element.clientWidth > 0,
        )
        .filter(
          (element) =>
            element.scrollWidth > element.clientWidth + 1 ||
            element.getBoundingClientRect().right > document.documentElement.clientWidth + 1,
        )
        .map((element) => element.outerHTML),
    text,
  );

test("a notice never covers the title of its drawer", async () => {
  for (const device of ["wide", "phone"] as const) {
    const { id } = await (await customer()).placeOrder("COD");
    const page = await open(`/counter/orders?order=${id}`, { session: (await staff()).session, device });
    await page.getByRole("button", { name: /^Take ₹390/ }).click();
    await page.getByRole("button", { name: "Confirm ₹390.00 received" }).click();
    const notice = await page
      .getByRole("alert")
      .filter({ hasText: `Order #${id} is paid` })
      .boundingBox();
    const title = await page.getByRole("heading", { name: `Order #${id}` }).boundingBox();
    expect(notice?.y).toBeGreaterThan((title?.y ?? 0) + (title?.height ?? 0));
  }
});

test("Back from a product or an order returns to the same place in the list", async () => {
  const { session, placeOrder } = await customer();
  for (let index = 0; index < 12; index += 1) await placeOrder("COD");
  const page = await open("/", { session });
  for (const [path, link] of [
    ["/", page.getByRole("article").getByRole("link")],
    ["/orders", page.getByRole("main").getByRole("link", { name: /^Order #/ })],
  ] as const) {
    await page.goto(path);
    await link.nth(9).scrollIntoViewIfNeeded();
    await page.evaluate(noteScrollOfClick);
    await link.nth(9).click();
    await page.getByRole("heading", { level: 1 }).and(page.locator(":focus")).waitFor();
    await page.goBack();
    await link.nth(9).waitFor();
    const before = await page.evaluate(() => window.scrollOfClick);
    expect(before).toBeGreaterThan(200);
    await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(before);
  }
});

declare global {
  interface Window {
    scrollOfClick: number;
  }
}

/** Records the scroll position at a click. It runs in the page. */
function noteScrollOfClick(): void {
  document.addEventListener("click", () => (window.scrollOfClick = window.scrollY), { capture: true, once: true });
}

test("the shop says which time zone it uses, because receipts use UTC", async () => {
  const { session, api, placeOrder } = await customer();
  const { id } = await placeOrder();
  await api.orders.pay.mutate({ id });
  const page = await open(`/orders/${id}`, { session, timezoneId: "Asia/Kolkata" });
  await titled(page, `Order #${id}`);
  await says(page, "Times are in your time zone, GMT+5:30. Receipts and the bank’s page use UTC.");
  await page.getByRole("link", { name: "Receipt" }).click();
  await says(page, / UTC$/);
});

test("on a phone the bottom bar does not cover the reason of a refused payment", async () => {
  const { session, placeOrder } = await customer();
  const { id } = await placeOrder();
  const page = await open(`/checkout?order=${id}`, { session, device: "phone" });
  await page.setViewportSize({ width: 320, height: 568 });
  await page.getByRole("button", { name: /Declined: insufficient funds/ }).tap();
  await page.getByRole("button", { name: "Pay ₹390.00" }).tap();
  await page.getByRole("alert").waitFor();
  await expect.poll(() => isInView(page, page.getByRole("alert"))).toBe(true);
});
