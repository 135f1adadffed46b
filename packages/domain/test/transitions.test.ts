import { expect, test } from "vitest";
import { availableActions, isExpired, maySee } from "../src/index.ts";
import { type Case, callers, everyCase, now, orderOf } from "./orders.ts";

/** The table "The state of an order" of the design, said again without looking at the code. */
const rules: Record<"pay" | "cancel", (facts: Case) => boolean> = {
  pay: ({ status, paymentMethod, caller, expiry }) =>
    status === "PENDING" &&
    paymentMethod === "ONLINE" &&
    caller === "owner" &&
    (expiry === "never" || expiry === "in a millisecond"),
  cancel: ({ status, caller }) => status === "PENDING" && (caller === "owner" || caller === "staff"),
};

test.each(everyCase)("an order $status, $paymentMethod, to be paid until $expiry, seen by $caller", (facts) => {
  const expected = (["pay", "cancel"] as const).filter((command) => rules[command](facts));
  expect(availableActions(facts.order, facts.actor, now)).toEqual(expected);
});

test("an order is seen by its owner, by staff and by Till, and by nobody else", () => {
  const order = orderOf("PENDING", "ONLINE", "never");
  expect(Object.values(callers).filter((actor) => maySee(order, actor))).toEqual([
    callers.owner,
    callers.staff,
    callers.system,
  ]);
});

test("the role decides, not the name: a customer who is called like Till is a customer", () => {
  const impostor = { ...callers.stranger, id: "system" };
  expect(maySee(orderOf("PENDING", "ONLINE", "never"), impostor)).toBe(false);
});

test("the time to pay ends at the millisecond that the order names", () => {
  expect(isExpired(orderOf("PENDING", "ONLINE", "in a millisecond"), now)).toBe(false);
  expect(isExpired(orderOf("PENDING", "ONLINE", "this very millisecond"), now)).toBe(true);
  expect(isExpired(orderOf("PENDING", "COD", "never"), now)).toBe(false);
});
