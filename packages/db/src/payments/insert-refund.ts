import type { EventType } from "@till/contracts";
import type { Gateway } from "@till/domain";
import { type Placeholder, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { CommandContext } from "../commands/command.ts";
import { event } from "../commands/gate.ts";
import { words } from "../schema/columns.ts";
import { orders, payments, refunds } from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";

/** What is kept as the gateway of cash. */
export const cashName = "cash";

/**
 * For each gateway what is in the reference of the attempts whose refunds it has to take; null if it takes none. The
 * reference of every attempt at a remote gateway has nothing in it. Cash has no gateway. A payment without a name went to
 * the gateway in use.
 */
export const refundMarksOf = ({ gateway, gateways }: Pick<CommandContext, "gateway" | "gateways">): string =>
  JSON.stringify(
    Object.fromEntries<string | null>([
      [cashName, null],
      ...(gateway.kind === "none" ? [] : [[nameless, refundMarkOf(gateway)] as const]),
      ...Array.from(gateways, ([name, known]) => [name, refundMarkOf(known)] as const),
    ]),
  );

/** Stands for the gateway of payments without a name. */
const nameless = "-";

function refundMarkOf(gateway: Gateway): string | null {
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

/** The mark of the gateway of the payment in `payments`; none if it is not configured any more. */
export const joinMark = (marks: Placeholder): SQL =>
  sql`LEFT JOIN json_each(${marks}) AS mark ON mark.key = coalesce(${payments.gateway}, ${words([nameless])})`;

/** Whether the gateway is configured, if there is money to give back. */
export const hasGateway = sql`(mark.key IS NOT NULL OR ${orders.totalAmount} = 0)`;

/**
 * The type of the event that makes a refund of the payment in `payments`: `done` if it is settled as it is made. Of a free
 * order nothing goes back, and an instant gateway has to take the refunds of few attempts.
 */
export const typeOfRefund = (done: EventType): SQL =>
  sql`iif(${orders.totalAmount} = 0 OR coalesce(instr(${payments.reference}, mark.value), 0) = 0,
    ${words([done])}, 'refund.requested')`;
