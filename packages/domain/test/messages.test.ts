import { eventTypes } from "@till/contracts";
import { expect, test } from "vitest";
import { messageEvents, renderMessage } from "../src/index.ts";

const facts = { orderId: 42, amount: 149_900, currency: "INR" } as const;

test("a paid order is confirmed by email and SMS", () => {
  expect(renderMessage({ type: "order.paid", ...facts })).toEqual({
    email: { subject: "Order Confirmed", body: "Your order #42 is paid. Amount: ₹1,499.00" },
    sms: { text: "Order #42 paid successfully." },
  });
});

test("a cancelled order is told by email and SMS", () => {
  expect(renderMessage({ type: "order.cancelled", ...facts })).toEqual({
    email: { subject: "Order Cancelled", body: "Your order #42 has been cancelled." },
    sms: { text: "Your order #42 has been cancelled." },
  });
});

test("a refund is told by email and SMS, with the amount that is given back", () => {
  expect(renderMessage({ type: "order.refunded", ...facts })).toEqual({
    email: { subject: "Order Refunded", body: "Your order #42 has been refunded. Amount: ₹1,499.00" },
    sms: { text: "Order #42 refunded: ₹1,499.00." },
  });
  expect(renderMessage({ type: "order.refunded", orderId: 7, amount: 50, currency: "EUR" })).toEqual({
    email: { subject: "Order Refunded", body: "Your order #7 has been refunded. Amount: €0.50" },
    sms: { text: "Order #7 refunded: €0.50." },
  });
});

test("only the events that say so have a message", () => {
  expect(messageEvents.toSorted()).toEqual(["order.cancelled", "order.paid", "order.refunded"]);
  for (const type of eventTypes.filter((event) => !messageEvents.includes(event)))
    expect(() => renderMessage({ type, ...facts })).toThrow(`The event ${type} has no message.`);
});
