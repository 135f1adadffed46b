import { actions, orderStatuses, paymentStatuses } from "@till/contracts";
import { expect, test } from "vitest";
import {
  availableActions,
  commandNames,
  isExpired,
  isLegal,
  maySee,
  openPayment,
  openStatus,
  transitions,
} from "../src/index.ts";
import { callers, everyCase, now, orderOf } from "./orders.ts";
import { commands, isLegalByDesign } from "./rules.ts";

const title =
  "an order $status, $paymentMethod, to be paid until $expiry, attempt $open, $failed failed, seen by $caller";

test.each(everyCase)(`${title}, takes the commands of the design`, (facts) => {
  const legal = commands.filter((command) => isLegal(command, facts.order, facts.actor, now));
  expect(legal).toEqual(commands.filter((command) => isLegalByDesign[command](facts)));
});

test.each(everyCase)(`${title}, offers those of its commands that a person gives`, (facts) => {
  const offered = actions.filter((action) => isLegalByDesign[action](facts));
  expect(availableActions(facts.order, facts.actor, now)).toEqual(offered);
});

test("each command leads where the design says", () => {
  expect(transitions.map(({ command, from, to }) => `${from} → ${command} → ${to.join(" or ")}`)).toEqual([
    "PENDING → pay → PAID or PENDING",
    "PENDING → replace → PAID or PENDING",
    "PENDING → confirm → PAID or PENDING",
    "PENDING → settle → PAID or PENDING",
    "PENDING → payLate → PAID",
    "PAID → returnLate → PAID",
    "REFUNDED → returnLate → REFUNDED",
    "CANCELLED → returnLate → CANCELLED",
    "PENDING → collect → PAID",
    "PENDING → cancel → CANCELLED",
    "PENDING → expire → CANCELLED",
    "PAID → refund → PAID or REFUNDED",
    "PAID → completeRefund → PAID or REFUNDED",
    "REFUNDED → completeRefund → REFUNDED",
    "CANCELLED → completeRefund → CANCELLED",
    ...["failRefund", "retryRefund", "dropRefund"].flatMap((command) =>
      ["PAID", "REFUNDED", "CANCELLED"].map((status) => `${status} → ${command} → ${status}`),
    ),
  ]);
});

test("every command but the first has its place in the table, and every status can be reached", () => {
  expect(commandNames).toEqual(["create", ...commands]);
  expect(new Set(transitions.map(({ command }) => command))).toEqual(new Set(commands));
  expect(new Set(["PENDING", ...transitions.flatMap(({ to }) => to)])).toEqual(new Set(orderStatuses));
});

test("an order that is over, cancelled or refunded whole, takes only commands about money that goes back", () => {
  const afterwards = new Set<string>(["returnLate", "completeRefund", "failRefund", "retryRefund", "dropRefund"]);
  for (const { from, command } of transitions)
    if (!afterwards.has(command)) expect(["PENDING", "PAID"]).toContain(from);
});

test("an order is never both to be paid again and already on its way to be paid", () => {
  for (const { order } of everyCase.filter(({ open }) => open !== null))
    for (const command of ["pay", "collect"] as const)
      for (const actor of Object.values(callers)) expect(isLegal(command, order, actor, now)).toBe(false);
});

test.each(paymentStatuses)("an attempt that is %s is open if its end is not known yet", (status) => {
  const isOpen = status === "REQUIRES_ACTION" || status === "PROCESSING";
  const attempt = { id: "pay_2", status };
  const order = { payments: [{ id: "pay_1", status: "FAILED" as const }, attempt] };
  expect(openPayment(order)).toBe(isOpen ? attempt : undefined);
  expect(openStatus(order)).toBe(isOpen ? status : null);
});

test("an order that nobody tried to pay has no open attempt", () => {
  expect(openPayment({ payments: [] })).toBeUndefined();
  expect(openStatus({ payments: [] })).toBeNull();
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
  for (const { order } of everyCase) expect(availableActions(order, impostor, now)).toEqual([]);
});

test("the time to pay ends at the millisecond that the order names", () => {
  expect(isExpired(orderOf("PENDING", "ONLINE", "in a millisecond"), now)).toBe(false);
  expect(isExpired(orderOf("PENDING", "ONLINE", "this very millisecond"), now)).toBe(true);
  expect(isExpired(orderOf("PENDING", "COD", "never"), now)).toBe(false);
});
