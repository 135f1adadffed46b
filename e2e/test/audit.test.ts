import { readFile } from "node:fs/promises";
import { createClient } from "@libsql/client";
import { createTillClient } from "@till/client";
import { expect, onTestFinished, test } from "vitest";
import { findBarriers } from "../src/axe.ts";
import { heading, says, titled, useShop } from "./shop.ts";

const { till, open, customer, staff } = useShop();

/** Changes rows without a command. */
async function change(sql: string): Promise<void> {
  const database = createClient(till.database);
  await database.execute(sql);
  database.close();
}

/** A paid order of a new customer. */
async function paidOrder() {
  const buyer = await customer();
  const { id } = await buyer.placeOrder();
  const { order } = await buyer.api.orders.pay.mutate({ id });
  return { id, order, buyer };
}

test("an audit lists what differs, with the events that say so, and says so when nothing does", async () => {
  const { id } = await paidOrder();
  const { session } = await staff();
  const page = await open("/counter/audit", { session });
  await heading(page, "Not run yet");
  await page.getByRole("button", { name: "Run" }).click();
  await says(page, /^Nothing differs: [1-9]\d* orders?, [1-9]\d* discount codes and [1-9]\d* products checked$/);

  await change(`UPDATE orders SET status = 'REFUNDED' WHERE id = ${id}`);
  onTestFinished(() => change(`UPDATE orders SET status = 'PAID' WHERE id = ${id}`));
  await page.getByRole("button", { name: "Run again" }).click();
  await says(page, /^1 difference: /);
  const row = page.getByRole("list", { name: "Differences" }).getByRole("listitem").first();
  expect(await row.innerText()).toMatch(/The status of the order\.[^]*PAID[^]*REFUNDED[^]*2\. order\.paid/);
  await row.getByRole("link", { name: `Order #${id}` }).click();
  await titled(page, `The story of order #${id}`);
  await says(page, "Some rows are not what the events say");
});

test("the story of an order is one page to read and one file to keep", async () => {
  const { id, buyer } = await paidOrder();
  await buyer.api.inbox.waitFor({ orderId: id, channel: "EMAIL", search: "paid" });
  await buyer.api.inbox.waitFor({ orderId: id, channel: "SMS", search: "paid" });
  const { session, api } = await staff();
  const page = await open(`/counter/orders?order=${id}`, { session });
  await page.getByRole("link", { name: "Its whole story" }).click();
  await titled(page, `The story of order #${id}`);
  await says(page, "Every row is what the events say");
  await says(page, /^Order placed: 2 items/);
  await says(page, /^Email sent to /);
  await page.getByRole("button", { name: "2 events" }).click();
  await says(page, /^2\. order\.paid, by pay of customer /);

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`order-${id}.json`);
  const file = JSON.parse(await readFile(await download.path(), "utf8")) as Record<string, unknown>;
  const { writtenAt: _now, ...dossier } = await api.orders.dossier.query({ id });
  expect(file).toMatchObject(dossier);
});

test("in a sandbox of one's own the story says what was done on purpose, wide and on a phone", async () => {
  const shared = createTillClient({ url: till.url });
  const made = await shared.sandbox.tills.create.mutate({});
  onTestFinished(async () => void (await shared.sandbox.tills.delete.mutate({ id: made.id })));
  const asha = createTillClient({ url: made.url, token: made.people.find(({ id }) => id === "usr_asha")?.token ?? "" });
  const { faults, clock } = asha.sandbox;
  const { id } = await asha.orders.create.mutate({ items: [{ productId: 1, quantity: 1 }], paymentMethod: "ONLINE" });
  await clock.advance.mutate({ minutes: 5 });
  await faults.arm.mutate({ procedure: "orders.pay", fault: "lost_after" });
  await asha.orders.pay.mutate({ id });
  for (const device of ["wide", "phone"] as const) {
    const page = await open(`/t/${made.id}/counter/orders/${id}/dossier`, { device });
    await page.getByRole("button", { name: "Meera Nair, staff" }).click();
    await titled(page, `The story of order #${id}`);
    await says(page, /^The clock of the till was moved ahead by 5 minutes, to /);
    await says(page, "The answer to orders.pay was lost on purpose.");
    await page.getByRole("button", { name: "1 armed fault" }).click();
    await says(page, "lost_after on orders.pay");
    await page.getByRole("button", { name: "1 move of the clock" }).click();
    await says(page, "The clock is ahead of the real time");
    expect(await findBarriers(page)).toEqual([]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  }
});
