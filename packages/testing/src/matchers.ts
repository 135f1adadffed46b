import { type Order, type RefusalCode, isRefusal } from "@till/client";
import type { TestTill } from "./test-till.ts";

/** What a matcher found. */
interface Verdict {
  pass: boolean;
  message: () => string;
}

/** The matchers for Till. Vitest calls them with what `expect` was given. */
export const tillMatchers = { toBePaid, toBeRefused, toBalance };

function toBePaid(order: Pick<Order, "id" | "status" | "payments">): Verdict {
  return {
    pass: order.status === "PAID",
    message: () => {
      const attempts = order.payments.map(({ status, declineCode }) => [status, declineCode].filter(Boolean).join(" "));
      return `Order #${order.id} is ${order.status}. Attempts to pay it: ${attempts.join(", ") || "none"}.`;
    },
  };
}

async function toBeRefused(call: Promise<unknown>, ...codes: RefusalCode[]): Promise<Verdict> {
  const wanted = codes.join(" or ") || "any refusal";
  try {
    const value = await call;
    return { pass: false, message: () => `Expected ${wanted}, and it was done: ${JSON.stringify(value)}` };
  } catch (error) {
    const pass = isRefusal(error, ...codes);
    const why = isRefusal(error) ? `${error.data.refusal.code}: ${error.message}` : String(error);
    return { pass, message: () => `Expected ${pass ? "no refusal" : wanted}, and it was refused with ${why}` };
  }
}

async function toBalance(till: TestTill): Promise<Verdict> {
  const differences = await till.audit();
  const stories = new Map<number, string>();
  for (const { orderId } of differences)
    if (orderId !== null && !stories.has(orderId)) stories.set(orderId, await storyOf(till, orderId));
  const lines = differences.map(
    ({ kind, orderId, subject, expected, found }) =>
      `${kind}${orderId === null ? "" : ` of order #${orderId}`}${subject === null ? "" : ` (${subject})`}: the events say ${expected}, the database has ${found}`,
  );
  return {
    pass: differences.length === 0,
    message: () =>
      differences.length === 0
        ? `The till ${till.url} balances.`
        : [`The till ${till.url} does not balance:`, ...lines, ...stories.values()].join("\n"),
  };
}

/** What happened to an order, a line for each event. */
async function storyOf(till: TestTill, id: number): Promise<string> {
  const events = await till.staff().orders.timeline.query({ id });
  return [`Order #${id}:`, ...events.map(({ at, text }) => `  ${at} ${text}`)].join("\n");
}
