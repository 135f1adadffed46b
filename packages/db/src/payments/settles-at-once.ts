import { paymentMethodTable, paymentMethods } from "@till/contracts";
import type { Gateway } from "@till/domain";
import { type Placeholder, type SQL, sql } from "drizzle-orm";
import { event } from "../commands/gate.ts";
import { words } from "../schema/columns.ts";
import { payments } from "../schema/schema.ts";

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

/**
 * Whether a refund is settled as it is made: cash has no gateway, of a free order nothing goes back, and an instant gateway
 * has to take the refunds of few attempts.
 */
export const settlesAtOnce = (refundMark: Placeholder): SQL =>
  sql`(${payments.method} IN (${byHand}) OR ${event.amount} = 0
    OR coalesce(instr(${payments.reference}, ${refundMark}), 0) = 0)`;
