import { type Currency, currencies as allCurrencies, limits } from "@till/contracts";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { formatMoney, refuse } from "../src/index.ts";
import { orderOf } from "./orders.ts";

const paid = (totalAmount: number, refundedAmount: number, currency: Currency = "INR") => ({
  ...orderOf("PAID", "ONLINE", "never"),
  totalAmount,
  refundedAmount,
  currency,
});

test("a refund that is too much is told exactly what is left, in the currency of the order", () => {
  const balances = fc.nat({ max: limits.orderAmount }).chain((total) => fc.tuple(fc.constant(total), fc.nat(total)));
  fc.assert(
    fc.property(balances, fc.constantFrom(...allCurrencies), ([total, refunded], currency) => {
      const left = total - refunded;
      expect(refuse.refundExceedsBalance(paid(total, refunded, currency), ["refund"])).toEqual({
        code: "REFUND_EXCEEDS_BALANCE",
        message: `Order #42 has ${left === 0 ? "nothing" : formatMoney(left, currency)} left to refund.`,
        details: { orderId: 42, left, currency },
        actions: ["refund"],
      });
    }),
  );
});

test("a refund that is too much does not count what waits for the gateway as left", () => {
  const order = { ...paid(149_900, 49_900), pendingRefundAmount: 99_900 };
  expect(refuse.refundExceedsBalance(order, ["refund"])).toMatchObject({
    message: "Order #42 has ₹1.00 left to refund. A refund of ₹999.00 waits for the gateway.",
    details: { left: 100 },
  });
});
