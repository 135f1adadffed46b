import { eventTypes, paymentStatuses } from "@till/contracts";
import { expect, test } from "vitest";
import { eventOfStatus } from "../src/index.ts";

test("an attempt in each of its states is told by an event of its own", () => {
  expect(eventOfStatus).toEqual({
    SUCCEEDED: "order.paid",
    FAILED: "payment.failed",
    REQUIRES_ACTION: "payment.action_required",
    PROCESSING: "payment.processing",
  });
  expect(new Set(Object.keys(eventOfStatus))).toEqual(new Set(paymentStatuses));
});

test("every event of a payment is that of a state, but that its money goes back", () => {
  const ofPayments = eventTypes.filter((type) => type.startsWith("payment.") && type !== "payment.returned");
  expect(Object.values(eventOfStatus)).toEqual(expect.arrayContaining(ofPayments));
});
