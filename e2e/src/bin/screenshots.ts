import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createTillClient } from "@till/client";
import type { OrderLine } from "@till/contracts";
import type { Page } from "playwright-core";
import { launchChromium } from "../chromium.ts";
import { prepareCounter } from "../counter-scenes.ts";
import { clientOf } from "../person.ts";
import type { Scene } from "../scene.ts";
import { startTill } from "../start-till.ts";
import { type Visit, devices, openWindow } from "../visit.ts";

const outDir = resolve(import.meta.dirname, "../../../docs/screenshots");
const colorSchemes = ["light", "dark"] as const;

/**
 * Takes a screenshot of every page, wide and phone, light and dark, on a Till with some orders; or of those pages only whose
 * names are arguments.
 */
const named = process.argv.slice(2);
const till = await startTill();
const browser = await launchChromium();
try {
  await mkdir(outDir, { recursive: true });
  // Creates the past week first, so that Asha's orders are from today.
  const all = [...(await prepareCounter(till)), ...(await prepare())];
  const unknown = named.filter((name) => !all.some((scene) => scene.name === name));
  if (unknown.length > 0)
    throw new Error(`There is no ${unknown.join(", ")}. The pages are ${all.map(({ name }) => name).join(", ")}.`);
  const scenes = all.filter(({ name }) => named.length === 0 || named.includes(name));
  for (const device of Object.keys(devices) as (keyof typeof devices)[]) {
    for (const colorScheme of colorSchemes) {
      for (const scene of scenes) await take(scene, { ...scene.visit, device, colorScheme });
    }
  }
  console.log(`${scenes.length * Object.keys(devices).length * colorSchemes.length} pictures are in docs/screenshots.`);
} finally {
  await browser.close();
  await till.stop();
}

/** Creates orders of every kind for the demo customer Asha, and the scenes that show them. */
async function prepare(): Promise<Scene[]> {
  const session = await createTillClient({ url: till.url }).sandbox.signIn.mutate({ userId: "usr_asha" });
  const api = clientOf(session, till);
  const lines = async (...searches: [search: string, quantity: number][]): Promise<OrderLine[]> =>
    Promise.all(
      searches.map(async ([search, quantity]) => {
        const [product] = (await api.products.list.query({ search })).items;
        if (!product) throw new Error(`The demo catalogue has no “${search}”.`);
        return { productId: product.id, quantity };
      }),
    );
  const place = async (items: OrderLine[], paymentMethod: "ONLINE" | "COD" = "ONLINE", discountCode?: string) =>
    api.orders.create.mutate({ items, paymentMethod, ...(discountCode && { discountCode }) });
  const decline = (id: number, token: string) =>
    api.orders.pay.mutate({ id, source: { token } }).catch(() => undefined);

  const cancelled = await place(await lines(["Stoneware Cup", 2]));
  await api.orders.cancel.mutate({ id: cancelled.id, reason: "Ordered twice" });
  await place(await lines(["Filter Blend", 1], ["Kulhad", 1]), "COD");
  const waiting = await place(await lines(["Darjeeling", 1]));
  const bank = await api.orders.pay.mutate({ id: waiting.id, source: { token: "pm_card_threeDSecure2Required" } });
  const paid = await place(await lines(["French Press", 1], ["Attikan", 2], ["Jaggery", 1]), "ONLINE", "FLAT250");
  await decline(paid.id, "pm_card_visa_chargeDeclinedInsufficientFunds");
  const { payment } = await api.orders.pay.mutate({ id: paid.id });
  const open = await place(await lines(["Honey", 1], ["Assam", 2]));
  await decline(open.id, "pm_card_chargeDeclinedExpiredCard");
  await api.inbox.waitFor({ orderId: paid.id, channel: "SMS", search: "paid" });

  const basket = {
    lines: await lines(["Monsooned", 2], ["Pour-Over", 1], ["Cone Filter", 1]),
    discountCode: "FLAT250",
  };
  const trouble = { lines: [...basket.lines, ...(await lines(["Electric Burr", 5]))], discountCode: "FIRST100" };
  const { productId } = (await lines(["Gooseneck", 1]))[0] ?? { productId: 1 };
  return [
    { name: "catalogue", path: "/", visit: { session, basket } },
    { name: "product", path: `/products/${productId}`, visit: { session } },
    { name: "basket", path: "/basket", visit: { session, basket: trouble } },
    { name: "sign-in", path: "/checkout", visit: { basket } },
    { name: "checkout", path: "/checkout", visit: { session, basket }, press: /^Succeeds Visa/ },
    { name: "order-paid", path: `/orders/${paid.id}`, visit: { session } },
    { name: "order-to-pay", path: `/orders/${open.id}`, visit: { session } },
    { name: "order-to-confirm", path: `/orders/${waiting.id}`, visit: { session } },
    { name: "orders", path: "/orders", visit: { session } },
    { name: "bank", path: new URL(bank.payment.nextAction?.url ?? "").pathname },
    { name: "receipt", path: `/payments/${payment.id}/receipt` },
    { name: "not-found", path: "/nowhere", visit: { session } },
  ];
}

/** Waits for what a page loads after its first screen: in the shop, the people of the sandbox come last, beside the visitor and the tools. */
async function arrived(page: Page): Promise<void> {
  await page.waitForLoadState("networkidle");
  await page.waitForFunction(() => {
    const isShop = document.querySelector('meta[name="till-shop"]') !== null;
    const people = document.querySelectorAll('aside[aria-label="Sandbox"] [role="group"] button');
    const loading = document.querySelector('[aria-busy="true"], .mantine-Loader-root, .mantine-Skeleton-root');
    return (!isShop || people.length > 2) && loading === null;
  });
}

async function take({ name, path, press }: Scene, visit: Visit): Promise<void> {
  const { context, page } = await openWindow(browser, till.url, visit);
  await page.goto(path);
  // While a drawer is open, the page beside it is hidden from screen readers.
  await page.getByRole("heading", { level: 1, includeHidden: true }).waitFor();
  await arrived(page);
  if (press) {
    await page.getByRole("button", { name: press }).first().click();
    await page.evaluate(() => window.scrollTo(0, 0));
    await arrived(page);
  }
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({
    path: join(outDir, `${name}-${visit.device}-${visit.colorScheme}.png`),
    animations: "disabled",
  });
  await context.close();
}
