import { paymentMethodTable, paymentMethods } from "@till/contracts";
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
  readonly refundMark: Placeholder;
  /** Whether the refund puts the items back into stock. */
  readonly restocked: SQL;
  /** Which payment of the order gives the money back. */
  readonly ofPayment: SQL | undefined;
}

/** Inserts the refund that an event says. It is due to be told to the gateway, unless it is settled as it is made. */
export function insertRefund(events: SQLWrapper, { refundMark, restocked, ofPayment }: RefundRow): SQL {
  const atOnce = settlesAtOnce(refundMark);
  return insertFrom(
    refunds,
    {
      id: sql`${event.refundId}`,
      orderId: sql`${orders.id}`,
      paymentId: sql`${payments.id}`,
      amount: sql`${event.amount}`,
      reason: sql`${event.reason}`,
      restocked,
      createdAt: sql`${event.at}`,
      settledAt: sql`iif(${atOnce}, ${event.at}, NULL)`,
      nextAttemptAt: sql`iif(${atOnce}, NULL, ${event.at})`,
    },
    sql`FROM ${events} JOIN ${payments} ON ${ofPayment} WHERE TRUE`,
  );
}

/**
 * Whether a refund is settled as it is made: cash has no gateway, of a free order nothing goes back, and an instant gateway
 * has to take the refunds of few attempts.
 */
const settlesAtOnce = (refundMark: Placeholder): SQL =>
  sql`(${payments.method} IN (${byHand}) OR ${event.amount} = 0
    OR coalesce(instr(${payments.reference}, ${refundMark}), 0) = 0)`;
