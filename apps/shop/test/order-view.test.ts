import type { OrderEvent } from "@till/contracts";
import { expect, test } from "vitest";
import { isOneMoment, orderPollMs } from "../src/orders/order-view.ts";
import { anAttempt, anOrder, at, ms } from "./an-order.ts";

test.for(["REQUIRES_ACTION", "PROCESSING"] as const)("an order with a %s attempt is refreshed often", (status) => {
  expect(orderPollMs(anOrder({ payments: [anAttempt("FAILED"), anAttempt(status)] }), ms("12:05"))).toBe(1_000);
});

test("an order that somebody can still change is refreshed: a customer pays, staff take cash or refund", () => {
  expect(orderPollMs(anOrder(), ms("12:05"))).toBe(2_000);
  expect(orderPollMs(anOrder(), ms("12:31"))).toBe(2_000);
  expect(orderPollMs(anOrder({ paymentMethod: "COD", expiresAt: null }), ms("23:59"))).toBe(2_000);
  expect(orderPollMs(anOrder({ status: "PAID" }), ms("23:59"))).toBe(5_000);
});

test("a final order is refreshed only until its messages are sent", () => {
  for (const status of ["CANCELLED", "REFUNDED"] as const) {
    const order = anOrder({ status, updatedAt: at("12:05") });
    expect(orderPollMs(order, ms("12:05") + 14_000)).toBe(2_000);
    expect(orderPollMs(order, ms("12:05") + 15_000)).toBe(false);
  }
  expect(orderPollMs(undefined, ms("12:00"))).toBe(false);
});

const event = (type: OrderEvent["type"], time: string): OrderEvent =>
  ({
    type,
    at: at(time),
    text: "",
    message: null,
    actor: null,
  }) as unknown as OrderEvent;

test("an order read before its payment does not match a timeline read after it", () => {
  const placed = event("order.created", "12:00");
  const paid = event("order.paid", "12:05");
  const sent = event("message.sent", "12:06");
  expect(isOneMoment({ order: anOrder(), events: [placed] })).toBe(true);
  expect(isOneMoment({ order: anOrder(), events: [placed, paid, sent] })).toBe(false);
  expect(isOneMoment({ order: anOrder({ updatedAt: at("12:05") }), events: [placed] })).toBe(false);
  expect(isOneMoment({ order: anOrder({ updatedAt: at("12:05") }), events: [placed, paid, sent] })).toBe(true);
});
