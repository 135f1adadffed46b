import { afterAll, beforeAll, expect, test } from "vitest";
import { auditAll } from "./audit-all.ts";
import { refusalOf } from "./refusals.ts";
import { customerWithOrder } from "./customer-with-order.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(async () => {
  expect((await auditAll(till)).differences).toEqual([]);
  await till.stop();
});

const shopping = () => customerWithOrder(till);

test.for(["ONLINE", "COD"] as const)(
  "a free order that is paid (%s) is refunded like any other: no money, but its items go back into stock",
  async (paymentMethod) => {
    const api = till.as(somebody());
    const staff = till.as(somebody("staff"));
    const productId = await till.addProduct({ unitPrice: 50_000, stock: 10 });
    const discountCode = await till.addDiscount({ kind: "PERCENT", value: 100 });
    const stock = () => till.rows("SELECT stock FROM products WHERE id = ?", productId);
    const { id } = await api.orders.create.mutate({ items: [{ productId, quantity: 2 }], paymentMethod, discountCode });
    const { order } = await (paymentMethod === "COD"
      ? staff.orders.collect.mutate({ id })
      : api.orders.pay.mutate({ id }));
    expect(order).toMatchObject({ status: "PAID", totalAmount: 0 });
    expect(await stock()).toEqual([{ stock: 8 }]);
    expect((await staff.orders.get.query({ id })).actions).toEqual(["refund"]);
    expect(await refusalOf(staff.orders.refund.mutate({ id, amount: 1 }))).toMatchObject({
      code: "REFUND_EXCEEDS_BALANCE",
      message: `Order #${id} has nothing left to refund.`,
      actions: ["refund"],
    });
    expect(await staff.orders.refund.mutate({ id, restock: true })).toMatchObject({
      order: { status: "REFUNDED", refundedAmount: 0, actions: [] },
      refund: { amount: 0, restocked: true },
    });
    expect(await stock()).toEqual([{ stock: 10 }]);
    expect(await refusalOf(staff.orders.refund.mutate({ id }))).toMatchObject({ code: "ORDER_NOT_REFUNDABLE" });
    expect((await api.orders.timeline.query({ id })).map(({ text }) => text)).toContain("Refunded ₹0.00.");
  },
);

test("refunds in parts can reach the amount that is left and no more, and the last one closes the order", async () => {
  const { api, staff, id, pay, get, stock, messages } = await shopping();
  expect(await refusalOf(staff.orders.refund.mutate({ id }))).toMatchObject({
    code: "ORDER_NOT_REFUNDABLE",
    status: 409,
  });
  await pay("pm_card_visa");
  expect(await refusalOf(api.orders.refund.mutate({ id }))).toMatchObject({ code: "FORBIDDEN" });

  const part = await staff.orders.refund.mutate({ id, amount: 3_000, reason: "A cup was broken" });
  expect(part).toMatchObject({
    order: { status: "PAID", refundedAmount: 3_000, actions: ["refund"] },
    refund: { orderId: id, amount: 3_000, reason: "A cup was broken", restocked: false },
  });
  expect(part.refund.id).toMatch(/^ref_\w{20}$/);
  expect(await refusalOf(staff.orders.refund.mutate({ id, amount: 7_001 }))).toMatchObject({
    code: "REFUND_EXCEEDS_BALANCE",
    status: 409,
    message: `Order #${id} has ₹70.00 left to refund.`,
    details: { left: 7_000 },
  });
  expect(await stock()).toBe(8);
  expect(await staff.orders.refund.mutate({ id, restock: true })).toMatchObject({
    order: { status: "REFUNDED", refundedAmount: 10_000, actions: [] },
    refund: { amount: 7_000, restocked: true },
  });
  expect(await stock()).toBe(10);
  expect((await get()).refunds.map(({ amount }) => amount)).toEqual([3_000, 7_000]);
  expect(await refusalOf(staff.orders.refund.mutate({ id }))).toMatchObject({ code: "ORDER_NOT_REFUNDABLE" });
  expect((await messages()).filter((type) => type === "order.refunded")).toHaveLength(4);
  expect((await api.orders.timeline.query({ id })).map(({ text }) => text)).toEqual(
    expect.arrayContaining(["Refunded ₹30.00: A cup was broken", "Refunded ₹70.00."]),
  );
});

test("items are put back into stock once, however often it is asked for", async () => {
  const { staff, id, pay, stock } = await shopping();
  await pay("pm_card_visa");
  const restocked = [];
  for (const amount of [1_000, 2_000, undefined]) {
    const { refund } = await staff.orders.refund.mutate({ id, restock: true, ...(amount && { amount }) });
    restocked.push(refund.restocked);
  }
  expect(restocked).toEqual([true, false, false]);
  expect(await stock()).toBe(10);
});

test("refunds at the same time never give back more than was paid", async () => {
  const { staff, id, pay, get } = await shopping();
  await pay("pm_card_visa");
  const outcomes = await Promise.allSettled(
    Array.from({ length: 12 }, () => staff.orders.refund.mutate({ id, amount: 3_000 })),
  );
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
  expect(await get()).toMatchObject({ status: "PAID", refundedAmount: 9_000 });
});
