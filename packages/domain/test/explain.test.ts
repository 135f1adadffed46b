import { isRefusalShape } from "@till/contracts";
import { expect, test } from "vitest";
import { availableActions, explainRefusal } from "../src/index.ts";
import { callers, everyCase, now, orderOf } from "./orders.ts";

/** Each command on each order by each person who may see it. */
const everyCommand = everyCase
  .filter(({ caller }) => caller === "owner" || caller === "staff")
  .flatMap((facts) => (["pay", "cancel"] as const).map((command) => ({ ...facts, command })));
const isLegal = ({ order, actor, command }: (typeof everyCommand)[number]) =>
  availableActions(order, actor, now).includes(command);

test.each(everyCommand.filter((facts) => !isLegal(facts)))(
  "$command by $caller, refused on an order $status, $paymentMethod, to be paid until $expiry, is explained",
  ({ order, actor, command }) => {
    const refusal = explainRefusal(command, order, actor, now);
    expect(refusal).toSatisfy(isRefusalShape);
    expect(refusal.message).toMatch(/^(Order #42|Only) .+\.$/);
  },
);

test.each(everyCommand.filter(isLegal))(
  "$command by $caller, legal on an order $status, $paymentMethod, to be paid until $expiry, is no refusal",
  ({ order, actor, command }) => {
    expect(() => explainRefusal(command, order, actor, now)).toThrow(/#42/);
  },
);

const { owner, staff } = callers;

test("what is over is said first", () => {
  expect(explainRefusal("pay", orderOf("PAID", "COD", "never"), owner, now)).toEqual({
    code: "ORDER_NOT_PENDING",
    message: "Order #42 is already paid.",
    details: { orderId: 42, status: "PAID" },
    actions: [],
  });
  expect(explainRefusal("cancel", orderOf("CANCELLED", "ONLINE", "a millisecond ago"), staff, now)).toMatchObject({
    code: "ORDER_NOT_PENDING",
    message: "Order #42 is already cancelled.",
  });
});

test("a COD order that is to be paid online says how it is paid, and what can be done", () => {
  expect(explainRefusal("pay", orderOf("PENDING", "COD", "never"), owner, now)).toEqual({
    code: "WRONG_PAYMENT_METHOD",
    message: "Order #42 is paid in cash on delivery. There is nothing to pay online.",
    details: { orderId: 42, paymentMethod: "COD" },
    actions: ["cancel"],
  });
});

test("an order whose time to pay is over says when it ended, and can still be cancelled", () => {
  expect(explainRefusal("pay", orderOf("PENDING", "ONLINE", "a millisecond ago"), owner, now)).toMatchObject({
    code: "ORDER_NOT_PENDING",
    message: "Order #42 can no longer be paid: its time to pay ended on 1 March 2026 at 11:59 UTC. Place it again.",
    actions: ["cancel"],
  });
});

test("staff who would pay for a customer are told that only customers pay", () => {
  expect(explainRefusal("pay", orderOf("PENDING", "ONLINE", "in a millisecond"), staff, now)).toMatchObject({
    code: "FORBIDDEN",
    message: "Only customers can do this.",
  });
});
