import { type RefusalCode, actions, isRefusalShape } from "@till/contracts";
import { expect, test } from "vitest";
import { explainRefusal } from "../src/index.ts";
import { type Case, callers, everyCase, now, orderOf } from "./orders.ts";
import { type Command, isInTime, isLegalByDesign, mostAttempts } from "./rules.ts";

/** Each command on each order by those who see the order and can give the command: people, and Till for an attempt. */
const everyCommand = everyCase.flatMap((facts) => {
  const given: Partial<Record<Case["caller"], readonly Command[]>> = {
    owner: [...actions, "replace"],
    staff: actions,
    system: ["confirm", "settle", "payLate"],
  };
  return (given[facts.caller] ?? []).map((command) => ({ ...facts, command }));
});
type Given = (typeof everyCommand)[number];

const isOfAttempt = (command: Command) => ["confirm", "settle", "payLate"].includes(command);

const givers: Record<Command, readonly Case["caller"][]> = {
  pay: ["owner"],
  replace: ["owner"],
  confirm: ["owner", "system"],
  settle: ["system"],
  payLate: ["system"],
  returnLate: ["system"],
  collect: ["staff"],
  cancel: ["owner", "staff"],
  expire: ["system"],
  refund: ["staff"],
  completeRefund: ["system"],
  failRefund: ["system"],
  retryRefund: ["staff", "system"],
  dropRefund: ["staff"],
};

/**
 * Which refusal fits a command that is not legal: what is over first, then what can't be of this order at all, then
 * who may, then what is going on, then the time, and last the limit of attempts. Null if nothing of this is in the way.
 */
function fittingCode({ command, status, paymentMethod, open, expiry, caller, failed }: Given): RefusalCode | null {
  if (command === "refund" && status !== "PAID") return "ORDER_NOT_REFUNDABLE";
  if (command !== "refund" && status !== "PENDING") return "ORDER_NOT_PENDING";
  if (paymentMethod === "COD" && (command === "pay" || command === "replace" || isOfAttempt(command)))
    return "WRONG_PAYMENT_METHOD";
  if (paymentMethod === "ONLINE" && command === "collect") return "WRONG_PAYMENT_METHOD";
  if (!givers[command].includes(caller)) return "FORBIDDEN";
  if (open !== null && !(command === "replace" && open === "REQUIRES_ACTION")) return "PAYMENT_IN_PROGRESS";
  if ((command === "pay" || command === "replace") && failed === mostAttempts && isInTime(expiry))
    return "TOO_MANY_ATTEMPTS";
  return isInTime(expiry) ? null : "ORDER_NOT_PENDING";
}

/** What each refusal says: of which order, and what about it. */
const sentences: { readonly [Code in RefusalCode]?: (facts: Given) => string } = {
  ORDER_NOT_PENDING: ({ status, expiry }) =>
    ({
      PENDING: `Order #42 can no longer be paid: its time to pay ended on 1 March 2026 at ${expiry === "this very millisecond" ? "12:00" : "11:59"} UTC. Place it again.`,
      PAID: "Order #42 is already paid.",
      CANCELLED: "Order #42 is already cancelled.",
      REFUNDED: "Order #42 was paid and refunded.",
    })[status],
  ORDER_NOT_REFUNDABLE: ({ status }) =>
    ({
      PENDING: "Order #42 is not paid, so there is nothing to refund. Cancel it instead.",
      PAID: "",
      CANCELLED: "Order #42 was cancelled before it was paid, so there is nothing to refund.",
      REFUNDED: "Order #42 is refunded already.",
    })[status],
  WRONG_PAYMENT_METHOD: ({ paymentMethod }) =>
    ({
      COD: "Order #42 is paid in cash on delivery. There is nothing to pay online.",
      ONLINE: "Order #42 is paid online. There is no cash to collect.",
    })[paymentMethod],
  TOO_MANY_ATTEMPTS: () =>
    "Order #42 has had 20 attempts to pay, and no more are taken. Cancel it and place it again, or ask the shop.",
  PAYMENT_IN_PROGRESS: ({ open }) =>
    open === "PROCESSING"
      ? "A payment of order #42 is being processed. Wait until it is settled."
      : "A payment of order #42 waits to be confirmed with the bank. Confirm or reject it, or pay with another card.",
  FORBIDDEN: ({ command }) =>
    givers[command].includes("owner") ? "Only customers can do this." : "Only staff can do this.",
};

const isLegal = (given: Given) => isLegalByDesign[given.command](given);
const title = "on an order $status, $paymentMethod, to be paid until $expiry, attempt $open, $failed failed";

test.each(everyCommand.filter((given) => !isLegal(given) && fittingCode(given) !== null))(
  `$command by $caller, refused ${title}, is explained`,
  (given) => {
    const { order, actor, command } = given;
    const code = fittingCode(given) ?? "NOT_FOUND";
    const refusal = explainRefusal(command, order, actor, now);
    expect(refusal).toSatisfy(isRefusalShape);
    expect(refusal).toMatchObject({ code, message: sentences[code]?.(given) });
    const left = code === "FORBIDDEN" ? [] : actions.filter((action) => isLegalByDesign[action](given));
    expect(refusal.actions).toEqual(left);
  },
);

test.each(everyCommand.filter(isLegal))(`$command by $caller, legal ${title}, is no refusal`, (given) => {
  expect(() => explainRefusal(given.command, given.order, given.actor, now)).toThrow(/#42/);
});

test("which attempt is meant is known only to the command: that there is none to confirm or settle is its to say", () => {
  const unexplained = everyCommand.filter((given) => !isLegal(given) && fittingCode(given) === null);
  expect(new Set(unexplained.map(({ command, caller, open }) => `${command} by ${caller}, ${open}`))).toEqual(
    new Set(["confirm by owner, null", "confirm by system, null", "settle by system, null"]),
  );
  for (const { command, order, actor } of unexplained)
    expect(() => explainRefusal(command, order, actor, now)).toThrow(/#42/);
});

test("each of these refusals is met, so that none of the sentences above goes unread", () => {
  const codes = everyCommand.filter((given) => !isLegal(given)).map(fittingCode);
  expect(new Set(codes)).toEqual(new Set([...Object.keys(sentences), null]));
});

const { owner, staff } = callers;

test("what is over is said first", () => {
  expect(explainRefusal("pay", orderOf("PAID", "COD", "never"), owner, now)).toEqual({
    code: "ORDER_NOT_PENDING",
    message: "Order #42 is already paid.",
    details: { orderId: 42, status: "PAID" },
    actions: [],
  });
});

test("a refusal of a paid order still offers staff the refund", () => {
  expect(explainRefusal("cancel", orderOf("PAID", "ONLINE", "never"), staff, now)).toMatchObject({
    code: "ORDER_NOT_PENDING",
    actions: ["refund"],
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

test("an order that expired says that it was not paid in time, to everybody and to every command", () => {
  const expired = { ...orderOf("CANCELLED", "ONLINE", "a millisecond ago"), cancelCause: "EXPIRED" as const };
  for (const command of ["pay", "confirm", "collect", "cancel"] as const)
    for (const actor of [owner, staff])
      expect(explainRefusal(command, expired, actor, now)).toEqual({
        code: "ORDER_NOT_PENDING",
        message: "Order #42 was cancelled, because it was not paid in time.",
        details: { orderId: 42, status: "CANCELLED" },
        actions: [],
      });
});

test("an attempt that waits for the customer is named, and can be confirmed or given up, even past the order's time", () => {
  for (const expiry of ["never", "a millisecond ago"] as const)
    expect(explainRefusal("pay", orderOf("PENDING", "ONLINE", expiry, "REQUIRES_ACTION"), owner, now)).toEqual({
      code: "PAYMENT_IN_PROGRESS",
      message:
        "A payment of order #42 waits to be confirmed with the bank. Confirm or reject it, or pay with another card.",
      details: { orderId: 42, paymentId: "pay_2", paymentStatus: "REQUIRES_ACTION" },
      actions: ["confirm", "cancel"],
    });
});

test("an attempt that may have moved money already can only be waited for", () => {
  const processing = orderOf("PENDING", "ONLINE", "in a millisecond", "PROCESSING");
  for (const [command, actor] of [
    ["pay", owner],
    ["confirm", owner],
    ["cancel", owner],
    ["cancel", staff],
  ] as const)
    expect(explainRefusal(command, processing, actor, now)).toEqual({
      code: "PAYMENT_IN_PROGRESS",
      message: "A payment of order #42 is being processed. Wait until it is settled.",
      details: { orderId: 42, paymentId: "pay_2", paymentStatus: "PROCESSING" },
      actions: [],
    });
});

test("an attempt that waits at a remote gateway's bank can be confirmed there, or replaced", () => {
  const processing = orderOf("PENDING", "ONLINE", "in a millisecond", "PROCESSING");
  const payments = processing.payments.map((payment) => ({ ...payment, actionUrl: "https://bank.example/1" }));
  for (const command of ["pay", "cancel"] as const)
    expect(explainRefusal(command, { ...processing, payments }, owner, now)).toMatchObject({
      code: "PAYMENT_IN_PROGRESS",
      message:
        "A payment of order #42 waits to be confirmed with the bank. Confirm or reject it, or pay with another card.",
    });
});

test("an order that is not paid yet can't be refunded, but cancelled, as the sentence says", () => {
  expect(explainRefusal("refund", orderOf("PENDING", "COD", "never"), staff, now)).toEqual({
    code: "ORDER_NOT_REFUNDABLE",
    message: "Order #42 is not paid, so there is nothing to refund. Cancel it instead.",
    details: { orderId: 42, status: "PENDING" },
    actions: ["collect", "cancel"],
  });
});

test("customers who would refund themselves are told that only staff do", () => {
  expect(explainRefusal("refund", orderOf("PAID", "ONLINE", "never"), owner, now)).toMatchObject({
    code: "FORBIDDEN",
    message: "Only staff can do this.",
  });
});
