import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { heading, says, titled, useShop } from "./shop.ts";

const { open, customer, staff } = useShop();

/** Opens somebody's order at the counter. */
async function openOrder(paymentMethod: "ONLINE" | "COD" = "ONLINE") {
  const buyer = await customer();
  const { id } = await buyer.placeOrder(paymentMethod);
  if (paymentMethod === "ONLINE") await buyer.api.orders.pay.mutate({ id });
  const clerk = await staff();
  const page = await open(`/counter/orders?order=${id}`, { session: clerk.session });
  const drawer = page.getByRole("dialog", { name: `Order #${id}` });
  await drawer.getByRole("heading", { name: "Timeline" }).waitFor();
  return { id, buyer, clerk, page, drawer };
}

test("the counter is for staff: others are told so, and can switch to staff in the sandbox", async () => {
  const { session } = await customer();
  const page = await open("/counter", { session });
  await titled(page, "Counter");
  await says(page, "You are signed in as Test Person, a customer.");
  await page.getByRole("main").getByRole("button", { name: "Meera Nair" }).click();
  await titled(page, "Today at the counter");
});

test("staff find an order by number, customer and status, and the URL keeps the search", async () => {
  const buyer = await customer();
  const ids: number[] = [];
  for (let index = 0; index < 30; index += 1) ids.push((await buyer.placeOrder("COD")).id);
  const [oldest = 0] = ids;
  await buyer.api.orders.cancel.mutate({ id: oldest });
  const { session } = await staff();
  const page = await open("/counter/orders", { session });
  const rows = page.getByRole("main").getByRole("listitem");
  const search = page.getByRole("searchbox", { name: "Search orders by number, reference, name or email" });

  await search.fill(`#${oldest}`);
  await expect.poll(() => rows.count()).toBe(1);
  await page.getByRole("link", { name: `#${oldest} Test Person` }).waitFor();

  await search.fill(buyer.session.user.email ?? "");
  await page.getByRole("link", { name: `#${ids.at(-1)} Test Person` }).waitFor();
  await page.mouse.wheel(0, 20_000);
  await page.getByRole("link", { name: `#${oldest} Test Person` }).waitFor();
  expect(await rows.count()).toBe(30);

  await page.getByText("Cancelled", { exact: true }).first().click();
  await expect.poll(() => rows.count()).toBe(1);
  await page.reload();
  await page.getByRole("link", { name: `#${oldest} Test Person` }).waitFor();
  expect(await rows.count()).toBe(1);

  await search.fill("nobody has this name");
  await heading(page, "No matching orders");
  await page.getByRole("button", { name: "Show all orders" }).click();
  await expect.poll(() => rows.count()).toBeGreaterThan(20);
});

test("staff see the orders of some days, and download them as a file", async () => {
  const buyer = await customer();
  const [cancelled, other] = [await buyer.placeOrder("COD"), await buyer.placeOrder("COD")];
  await buyer.api.orders.cancel.mutate({ id: cancelled.id });
  const { session } = await staff();
  const page = await open(`/counter/orders?q=${buyer.session.user.email}`, { session });
  const rows = page.getByRole("main").getByRole("listitem");
  await expect.poll(() => rows.count()).toBe(2);

  const today = other.createdAt.slice(0, "YYYY-MM-DD".length);
  await page.getByLabel("To: the day").fill("2020-01-01");
  await heading(page, "No matching orders");
  await page.getByLabel("To: the day").fill(today);
  await page.getByLabel("From: the day").fill(today);
  await page.getByText("Cancelled", { exact: true }).first().click();
  await expect.poll(() => rows.count()).toBe(1);

  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "CSV" }).click();
  const file = await readFile(await (await download).path(), "utf8");
  expect(
    file
      .trimEnd()
      .split("\r\n")
      .map((line) => line.split(",").slice(0, 2)),
  ).toEqual([
    ["id", "status"],
    [String(cancelled.id), "CANCELLED"],
  ]);
});

test("an order opens beside the list, and the back button closes it", async () => {
  const { id, page, drawer, buyer } = await openOrder();
  await drawer.getByRole("link", { name: buyer.session.user.email ?? "" }).waitFor();
  await drawer.getByRole("button", { name: "Close the order" }).click();
  await drawer.waitFor({ state: "detached" });
  await page.getByRole("link", { name: `#${id} Test Person` }).click();
  await drawer.waitFor();
  await page.goBack();
  await drawer.waitFor({ state: "detached" });
});

test("the drawer says that an order does not exist", async () => {
  const { session } = await staff();
  const page = await open("/counter/orders?order=999999", { session });
  await page.getByRole("dialog", { name: "Order #999999" }).getByText("There is no order #999999.").waitFor();
});

test("staff confirm the cash, and the customer's order is paid", async () => {
  const { id, page, drawer, buyer } = await openOrder("COD");
  await drawer.getByRole("button", { name: "Take ₹390.00 in cash" }).click();
  const question = page.getByRole("dialog", { name: `Cash for order #${id}` });
  await question.getByRole("button", { name: "Cancel" }).click();
  expect((await buyer.api.orders.get.query({ id })).status).toBe("PENDING");
  await drawer.getByRole("button", { name: "Take ₹390.00 in cash" }).click();
  await question.getByRole("button", { name: "Confirm ₹390.00 received" }).click();
  await says(page, `Order #${id} is paid`);
  await drawer.getByRole("button", { name: "Refund" }).waitFor();
  expect((await buyer.api.orders.get.query({ id })).payments).toMatchObject([
    { status: "SUCCEEDED", source: { type: "cash" } },
  ]);
});

test("staff refund a part, never more than is left, and then the rest", async () => {
  const { id, page, drawer, buyer } = await openOrder();
  const refund = drawer.getByRole("button", { name: "Refund" });
  const dialog = page.getByRole("dialog", { name: `Refund order #${id}` });
  const amount = dialog.getByRole("textbox", { name: "Amount in INR" });
  await refund.click();
  await dialog.getByText(/^Up to ₹390.00 of ₹390.00 can be refunded./).waitFor();
  await amount.fill("390.01");
  await dialog.getByText("At most ₹390.00 can be refunded.").waitFor();
  expect(await dialog.getByRole("button", { name: "Refund" }).isDisabled()).toBe(true);
  await amount.fill("");
  await dialog.getByText("Enter an amount such as 1,250 or 99.50, with a point before the decimals.").waitFor();
  for (const unsure of ["1.250", "12,50", "1 250"]) {
    await amount.fill(unsure);
    await dialog.getByText("Enter an amount such as 1,250 or 99.50, with a point before the decimals.").waitFor();
  }
  await amount.fill("1,250");
  await dialog.getByText("At most ₹390.00 can be refunded.").waitFor();
  await amount.fill("99.5");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("One was broken");
  await dialog.getByRole("button", { name: "Refund ₹99.50" }).click();
  await dialog.waitFor({ state: "detached" });
  await drawer.getByText("One was broken").first().waitFor();

  await refund.click();
  await dialog.getByText(/^Up to ₹290.50 of ₹390.00 can be refunded./).waitFor();
  await dialog.getByRole("checkbox", { name: "Put the items back into stock" }).check();
  await dialog.getByRole("button", { name: "Refund ₹290.50" }).click();
  await drawer.getByText("No more actions for this order.").waitFor();
  const { status, refunds } = await buyer.api.orders.get.query({ id });
  expect(status).toBe("REFUNDED");
  expect(refunds.map((given) => [given.amount, given.reason, given.restocked])).toEqual([
    [9_950, "One was broken", false],
    [29_050, null, true],
  ]);
});

test("a refund that the gateway refused is tried again, or dropped with a reason", async () => {
  const buyer = await customer();
  const { id } = await buyer.placeOrder();
  await buyer.api.orders.pay.mutate({ id, source: { token: "sim:succeeded^refund_refused" } });
  const clerk = await staff();
  for (const amount of [100, 200]) await clerk.api.orders.refund.mutate({ id, amount });
  const page = await open(`/counter/orders?order=${id}`, { session: clerk.session });
  const drawer = page.getByRole("dialog", { name: `Order #${id}` });
  await expect.poll(() => drawer.getByText("Refund failed").count()).toBe(2);

  await drawer.getByRole("button", { name: "Try again" }).first().click();
  await expect.poll(() => drawer.getByText("Refund failed").count()).toBe(1);
  await drawer.getByRole("button", { name: "Drop refund" }).click();
  const dialog = page.getByRole("dialog", { name: `Drop the refund of order #${id}?` });
  await dialog.getByLabel("Reason (optional)").fill("Paid back in cash");
  await dialog.getByRole("button", { name: "Drop refund" }).click();
  await expect.poll(() => drawer.getByText("Refund failed").count()).toBe(0);
  await expect
    .poll(async () => (await clerk.api.orders.get.query({ id })).refunds.map(({ status }) => status).toSorted())
    .toEqual(["DROPPED", "SUCCEEDED"]);
});

test("a refund that came too late is refused with a sentence, and the form stays", async () => {
  const { id, page, drawer, clerk } = await openOrder();
  await drawer.getByRole("button", { name: "Refund" }).click();
  const dialog = page.getByRole("dialog", { name: `Refund order #${id}` });
  await dialog.getByRole("textbox", { name: "Amount in INR" }).fill("300");
  await clerk.api.orders.refund.mutate({ id, amount: 10_000 });
  await dialog.getByRole("button", { name: "Refund ₹300.00" }).click();
  await dialog.getByText(`Order #${id} has ₹290.00 left to refund.`).waitFor();
});

test("staff cancel an order with a reason", async () => {
  const { id, page, drawer, buyer } = await openOrder("COD");
  await drawer.getByRole("button", { name: "Cancel order" }).click();
  const dialog = page.getByRole("dialog", { name: `Cancel order #${id}?` });
  await dialog.getByRole("textbox", { name: "Reason" }).fill("Not deliverable");
  await dialog.getByRole("button", { name: "Cancel order" }).click();
  await drawer.getByText("No more actions for this order.").waitFor();
  expect(await buyer.api.orders.get.query({ id })).toMatchObject({
    status: "CANCELLED",
    cancelReason: "Not deliverable",
  });
});

test("the numbers of the day grow with each event, and screen readers get them as a table", async () => {
  const buyer = await customer();
  const order = await buyer.placeOrder();
  await buyer.api.orders.pay.mutate({ id: order.id });
  const { session } = await staff();
  const page = await open("/counter", { session });
  const figure = async (name: string) => {
    const text = await page.getByRole("region", { name }).innerText();
    return Number(/\n₹?([\d,.]+)\n/.exec(text)?.[1]?.replaceAll(",", ""));
  };
  await page.getByRole("region", { name: "Orders placed" }).waitFor();
  const [placed, paid, declined] = [
    await figure("Orders placed"),
    await figure("Paid"),
    await figure("Declined payments"),
  ];
  expect(placed).toBeGreaterThanOrEqual(1);
  const next = await buyer.placeOrder();
  const source = { token: "pm_card_visa_chargeDeclinedInsufficientFunds" };
  await buyer.api.orders.pay.mutate({ id: next.id, source }).catch(() => undefined);
  await buyer.api.orders.pay.mutate({ id: next.id });
  await page.reload();
  await page.getByRole("region", { name: "Orders placed" }).waitFor();
  expect(await figure("Orders placed")).toBeGreaterThanOrEqual(placed + 1);
  expect(await figure("Paid")).toBeGreaterThanOrEqual(paid + 390);
  expect(await figure("Declined payments")).toBeGreaterThanOrEqual(declined + 1);
  await says(page, "The card does not have enough funds.");

  const orders = page.getByRole("table", { name: "Orders" });
  expect(await orders.getByRole("row").count()).toBe(8);
  await page.getByText("31 days", { exact: true }).click();
  await expect.poll(() => orders.getByRole("row").count()).toBe(32);
});
