import { expect, test } from "vitest";
import { orderPollMs, timelinePollMs } from "../src/orders/polling.ts";
import { anAttempt, anOrder, at, ms } from "./an-order.ts";

test.for(["REQUIRES_ACTION", "PROCESSING"] as const)(
  "an order with an attempt that is %s is watched closely",
  (status) => {
    expect(orderPollMs(anOrder({ payments: [anAttempt("FAILED"), anAttempt(status)] }), ms("12:05"))).toBe(1_000);
  },
);

test("an unpaid order is watched when the time to pay comes to its end, and until it is cancelled", () => {
  expect(orderPollMs(anOrder(), ms("12:05"))).toBe(false);
  expect(orderPollMs(anOrder(), ms("12:29"))).toBe(5_000);
  expect(orderPollMs(anOrder(), ms("12:31"))).toBe(5_000);
});

test("nothing happens by itself to an order that is settled, or to be paid in cash", () => {
  for (const status of ["PAID", "CANCELLED", "REFUNDED"] as const) {
    expect(orderPollMs(anOrder({ status, payments: [anAttempt("SUCCEEDED")] }), ms("12:29"))).toBe(false);
  }
  expect(orderPollMs(anOrder({ paymentMethod: "COD", expiresAt: null }), ms("23:59"))).toBe(false);
  expect(orderPollMs(undefined, ms("12:00"))).toBe(false);
});

test("after a change the story is watched a little longer, for the messages that go out", () => {
  const paid = anOrder({ status: "PAID", updatedAt: at("12:05") });
  expect(timelinePollMs(paid, ms("12:05") + 14_000)).toBe(2_000);
  expect(timelinePollMs(paid, ms("12:05") + 15_000)).toBe(false);
});
