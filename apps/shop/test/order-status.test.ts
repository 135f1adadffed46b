import { type CancelCause, limits } from "@till/contracts";
import { expect, test } from "vitest";
import { tellStatus } from "../src/orders/order-status.tsx";
import { anAttempt, anOrder, at, ms } from "./an-order.ts";

const label = (...[what, now = "12:05"]: [Parameters<typeof anOrder>[0], string?]) =>
  tellStatus(anOrder(what), ms(now)).label;

test("each status of an order has its own label", () => {
  expect([
    label({}),
    label({}, "12:31"),
    label({ payments: [anAttempt("REQUIRES_ACTION")] }),
    label({ payments: [anAttempt("PROCESSING")] }),
    label({
      payments: [{ ...anAttempt("PROCESSING"), nextAction: { type: "redirect", url: "https://bank.example/" } }],
    }),
    label({ paymentMethod: "COD", expiresAt: null }),
    label({ status: "PAID", paidAt: at("12:03") }),
    label({ status: "PAID", refundedAmount: 100 }),
    label({ status: "REFUNDED", refundedAmount: 149_900 }),
    label({ status: "CANCELLED" }),
  ]).toEqual([
    "To pay",
    "Expired",
    "To confirm",
    "Processing",
    "To confirm",
    "Pay in cash",
    "Paid",
    "Partly refunded",
    "Refunded",
    "Cancelled",
  ]);
});

const tellCancelled = (cancelReason: string | null, cancelCause: CancelCause = "CUSTOMER") =>
  tellStatus(anOrder({ status: "CANCELLED", cancelReason, cancelCause }), ms("13:00")).text;

test("an expired order says that it was not paid in time, and other cancelled orders give their reason", () => {
  expect(tellCancelled("EXPIRED", "EXPIRED")).toContain("because it was not paid in time");
  expect(tellCancelled("Ordered twice")).toBe("Nothing was charged. Reason: Ordered twice");
  expect(tellCancelled(null)).toBe("Nothing was charged.");
});

test("a person who types EXPIRED as the reason has cancelled the order", () => {
  expect(tellCancelled("EXPIRED")).toBe("Nothing was charged. Reason: EXPIRED");
});

test("an order whose attempts are used up says what to do", () => {
  const payments = Array.from({ length: limits.paymentAttempts }, () => anAttempt("FAILED"));
  expect(tellStatus(anOrder({ payments, actions: ["cancel"] }), ms("12:05"))).toMatchObject({
    label: "Not paid",
    text: expect.stringContaining("Cancel the order and place it again, or ask the shop."),
  });
});

test("a paid order says that a refund waits, and does not count it as refunded", () => {
  const order = anOrder({ status: "PAID", paidAt: at("12:03"), pendingRefundAmount: 5_000 });
  const { label: told, text } = tellStatus(order, ms("13:00"));
  expect(told).toBe("Paid");
  expect(text).toContain("A refund of ₹50.00 is pending.");
});

test("an attempt that the customer confirms on the page of a gateway is to be confirmed, although it is processed there", () => {
  const nextAction = { type: "redirect", url: "https://bank.example/pay_1" } as const;
  expect(label({ payments: [{ ...anAttempt("PROCESSING"), nextAction }] })).toBe("To confirm");
});
