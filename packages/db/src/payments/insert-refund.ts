import { type EventType, paymentMethodTable, paymentMethods } from "@till/contracts";
import type { Gateway } from "@till/domain";
import { type Placeholder, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { event } from "../commands/gate.ts";
import { words } from "../schema/columns.ts";
import { orders, payments, refunds } from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";

/** The payment methods whose money does not go through the gateway. */
const byHand = words(paymentMethods.filter((method) => !paymentMethodTable[method].usesGateway));

/**
 * What is in the reference of each attempt whose refunds the gateway has to take; null if it takes none. The reference of
 * every attempt at a remote gateway has nothing in it.
 */
export function refundMarkOf(gateway: Gateway): string | null {
  switch (gateway.kind) {
    case "remote":
      return "";
    case "instant":
      return gateway.refundMark;
    case "none":
      return null;
  }
}

/** What the row of a refund needs besides what its event says. */
interface RefundRow {
  /** Whether the refund puts the items back into stock. */
  readonly restocked: SQL;
  /** Which payment of the order gives the money back. */
  readonly ofPayment: SQL | undefined;
}

/** Inserts the refund that an event says. One that is only requested is due to be told to the gateway. */
export const insertRefund = (events: SQLWrapper, { restocked, ofPayment }: RefundRow): SQL =>
  insertFrom(
    refunds,
    {
      id: sql`${event.refundId}`,
      orderId: sql`${orders.id}`,
      paymentId: sql`${payments.id}`,
      amount: sql`${event.amount}`,
      status: sql`iif(${isRequested}, 'PENDING', 'SUCCEEDED')`,
      reason: sql`${event.reason}`,
      restocked,
      createdAt: sql`${event.at}`,
      settledAt: sql`iif(${isRequested}, NULL, ${event.at})`,
      nextAttemptAt: sql`iif(${isRequested}, ${event.at}, NULL)`,
    },
    sql`FROM ${events} JOIN ${payments} ON ${ofPayment} WHERE TRUE`,
  );

/** Whether an event says that a refund was requested, and the gateway has to take it. */
export const isRequested = sql`${event.type} = 'refund.requested'`;

/**
 * The type of the event that makes a refund of the payment in `payments`: `done` if it is settled as it is made. Cash has
 * no gateway, of a free order nothing goes back, and an instant gateway has to take the refunds of few attempts.
 */
export const typeOfRefund = (done: EventType, refundMark: Placeholder): SQL =>
  sql`iif(${payments.method} IN (${byHand}) OR ${orders.totalAmount} = 0
    OR coalesce(instr(${payments.reference}, ${refundMark}), 0) = 0, ${words([done])}, 'refund.requested')`;
