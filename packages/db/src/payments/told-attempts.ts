import type { Order } from "@till/contracts";
import type { GatewayAnswer, Result } from "@till/domain";
import { eq, sql } from "drizzle-orm";
import { cardColumn } from "../commands/effects.ts";
import type { Database } from "../database/database.ts";
import type { Viewer } from "../orders/order-view.ts";
import { findOrder, seenBy } from "../orders/read-orders.ts";
import { payments, refunds } from "../schema/schema.ts";
import { type Given, build, statement } from "../statements/statement.ts";
import { type DueSettlement, attemptColumns } from "./open-ends.ts";

// What a gateway tells without being asked by the sweep: in its answer to a request, or in an event of its own.

type ProcessingAnswer = Extract<GatewayAnswer, { status: "PROCESSING" }>;

interface StillOpen {
  readonly id: string;
  readonly askAgainAt: string;
  readonly reference: string;
  readonly actionUrl: string | null;
  readonly card: string | null;
}

const keepOpen = statement((given: Given<StillOpen>) =>
  build
    .update(payments)
    .set({
      nextAttemptAt: sql`${given.askAgainAt}`,
      reference: sql`${given.reference}`,
      actionUrl: sql`coalesce(${given.actionUrl}, ${payments.actionUrl})`,
      source: sql`coalesce(${given.card}, ${payments.source})`,
    })
    .where(sql`${payments.id} = ${given.id} AND ${payments.status} = 'PROCESSING'`),
);

/**
 * Keeps what a gateway says of an attempt that it still works on, and answers the attempt's order as it is then: the
 * attempt may have ended in the meantime. One HTTP request, harmless to repeat.
 */
export async function keepProcessing(
  db: Database,
  { orderId, paymentId, answer }: { orderId: number; paymentId: string; answer: ProcessingAnswer },
  viewer: Viewer,
): Promise<Result<Order>> {
  const { askAgainAt, reference, actionUrl = null, card } = answer;
  const kept = keepOpen({ id: paymentId, askAgainAt, reference, actionUrl, card: cardColumn(card) });
  const [, [row]] = await db.batch([kept, findOrder({ id: orderId })]);
  return seenBy(viewer, row, orderId);
}

interface LateAttempt {
  readonly id: string;
  readonly at: string;
  readonly reference: string;
}

const askLate = statement((given: Given<LateAttempt>) =>
  build
    .update(payments)
    .set({ nextAttemptAt: sql`${given.at}`, reference: sql`${given.reference}` })
    .where(sql`${payments.id} = ${given.id} AND ${payments.status} = 'FAILED'`),
);

/** Has the gateway asked at a time about an attempt that FAILED and may come through late. One HTTP request. */
export const askAboutLateAt = (db: Database, late: LateAttempt) => db.run(askLate(late));

/** An attempt as its gateway needs to know it. */
export interface KnownAttempt extends DueSettlement {
  /** Where its customer confirms it with the gateway, if they have to. */
  readonly actionUrl: string | null;
}

const selectAttempt = statement((given: Given<{ id: string }>) =>
  build
    .select({ ...attemptColumns, actionUrl: payments.actionUrl })
    .from(payments)
    .where(eq(payments.id, given.id)),
);

/** An attempt by its id. One HTTP request. */
export const findAttempt = async (db: Database, id: string): Promise<KnownAttempt | undefined> =>
  (await db.run(selectAttempt({ id })))[0];

const selectRefund = statement((given: Given<{ id: string }>) =>
  build
    .select({ id: refunds.id, orderId: refunds.orderId, status: refunds.status, gateway: payments.gateway })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(eq(refunds.id, given.id)),
);

/** A refund by its id, with the name of the gateway that took its payment. One HTTP request. */
export const findRefund = async (db: Database, id: string) => (await db.run(selectRefund({ id })))[0];
