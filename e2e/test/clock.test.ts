import { createTillClient } from "@till/client";
import { expect, onTestFinished, test } from "vitest";
import { findBarriers } from "../src/axe.ts";
import { heading, says, useShop } from "./shop.ts";

const shop = useShop();

/** A sandbox of one's own, with an order of Asha that waits for money. */
async function ownTill() {
  const shared = createTillClient({ url: shop.till.url });
  const { id, url, people } = await shared.sandbox.tills.create.mutate({});
  onTestFinished(async () => void (await shared.sandbox.tills.delete.mutate({ id })));
  const asha = people.find((one) => one.id === "usr_asha");
  const api = createTillClient({ url, token: asha?.token });
  const order = await api.orders.create.mutate({ items: [{ productId: 1, quantity: 1 }], paymentMethod: "ONLINE" });
  return { path: `/t/${id}`, api, order };
}

test.for([
  ["light", "wide"],
  ["dark", "phone"],
] as const)(
  "the clock is frozen and advanced, what fell due is listed, and the pages follow, %s and %s",
  async (look) => {
    const [colorScheme, device] = look;
    const { path, api, order } = await ownTill();
    const page = await shop.open(`${path}/orders/${order.id}`, { colorScheme, device });
    await page.getByRole("button", { name: "Asha Rao, customer" }).first().click();
    await heading(page, "Waiting for your payment");
    await page.getByRole("button", { name: "Sandbox tools" }).click();
    await page.getByRole("tab", { name: "Clock" }).click();
    await says(page, "It follows the real time.");
    await page.getByRole("button", { name: "Freeze" }).click();
    await says(page, "It stands still.");
    const frozen = await api.sandbox.clock.get.query();
    expect(frozen.mode).toBe("frozen");
    await page.getByRole("button", { name: "Follow the real time" }).waitFor();

    await page.getByRole("button", { name: "+ 31 minutes" }).click();
    await says(page, `Order #${order.id}: order.cancelled`);
    const advanced = await api.sandbox.clock.get.query();
    expect(Date.parse(advanced.now) - Date.parse(frozen.now)).toBe(31 * 60_000);
    // The clock is ahead now, and it does not go back.
    await page.getByRole("button", { name: "Follow the real time" }).waitFor({ state: "detached" });
    expect(await findBarriers(page)).toEqual([]);

    // The token of the person ends on the way, and they stay signed in.
    await page.getByRole("button", { name: "+ 31 days" }).click();
    await says(page, "Nothing was due.");
    await page.keyboard.press("Escape");
    await heading(page, "Cancelled");
    await page.reload();
    await heading(page, "Cancelled");
  },
);

test("a deadline passes by the clock of the sandbox, not by that of the browser", async () => {
  const { path, api, order } = await ownTill();
  await api.sandbox.clock.set.mutate({ mode: "frozen" });
  const page = await shop.open(path);
  await page.clock.setFixedTime(Date.parse(order.expiresAt ?? "") + 60_000);
  await page.goto(`${path}/orders/${order.id}`);
  await page.getByRole("button", { name: "Asha Rao, customer" }).first().click();
  await heading(page, "Waiting for your payment");
  await page.reload();
  await heading(page, "Waiting for your payment");
});

test("the sandbox that everybody shares has no clock to move", async () => {
  const page = await shop.open("/");
  await page.getByRole("button", { name: "Sandbox tools" }).click();
  await page.getByRole("tab", { name: "Reset data" }).waitFor();
  expect(await page.getByRole("tab", { name: "Clock" }).count()).toBe(0);
});
