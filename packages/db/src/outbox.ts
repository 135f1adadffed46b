import type { Channel, EventType } from "@till/contracts";
import type { CommandName, MessageFacts } from "@till/domain";
import { and, asc, eq, inArray, isNull, lte, or, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { customers, notifications, orderEvents, orders, payments } from "./schema/schema.ts";

/** A message that is due: whom to tell, how, and what of. */
export interface DueMessage extends MessageFacts {
  readonly id: number;
  readonly channel: Channel;
  readonly recipient: string;
  readonly type: EventType;
  readonly command: CommandName;
  /** How many attempts there have been, this one included. */
  readonly attempts: number;
}

/** How many messages one look at the outbox takes. */
const batchSize = 50;

/** For how long a message belongs to who took it, in milliseconds. After that it is due again. */
const leaseMs = 5 * 60_000;

/**
 * Takes messages that are due, of all or of those named: nobody else gets them while the lease runs. What is not marked
 * as sent by then, because its sender died, becomes due again. The same `taker` gets the same messages again, so that a
 * batch whose answer was lost can be sent again. One HTTP request.
 */
export async function takeDueMessages(
  db: Database,
  { taker, now, ids }: { taker: string; now: string; ids?: readonly number[] | undefined },
): Promise<DueMessage[]> {
  const due = db
    .select({ id: notifications.id })
    .from(notifications)
    .where(and(lte(notifications.nextAttemptAt, now), ids && inArray(notifications.id, [...ids])))
    .orderBy(asc(notifications.nextAttemptAt))
    .limit(batchSize);
  const [, taken] = await db.batch([
    db
      .update(notifications)
      .set({
        attempts: sql`${notifications.attempts} + 1`,
        nextAttemptAt: new Date(Date.parse(now) + leaseMs).toISOString(),
        takenBy: taker,
      })
      .where(inArray(notifications.id, due)),
    db
      .select({
        id: notifications.id,
        channel: notifications.channel,
        recipient: notifications.recipient,
        attempts: notifications.attempts,
        orderId: notifications.orderId,
        type: orderEvents.type,
        command: orderEvents.command,
        amount: sql<number>`coalesce(${orderEvents.amount}, ${orders.totalAmount})`,
        currency: orders.currency,
        customerName: customers.name,
        declineCode: payments.declineCode,
      })
      .from(notifications)
      .innerJoin(orderEvents, eq(orderEvents.id, notifications.eventId))
      .innerJoin(orders, eq(orders.id, notifications.orderId))
      .innerJoin(customers, eq(customers.id, orders.userId))
      .leftJoin(payments, eq(payments.id, orderEvents.paymentId))
      .where(eq(notifications.takenBy, taker)),
  ]);
  return taken;
}

/** A message that went out, as it was worded. */
export interface SentMessage {
  readonly id: number;
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
}

/** Marks messages as sent, and keeps what they said. One HTTP request. */
export const markSent = (db: Database, sent: readonly SentMessage[], now: string) =>
  db
    .update(notifications)
    .set({
      sentAt: now,
      nextAttemptAt: null,
      subject: sql`sent.value ->> 'subject'`,
      text: sql`sent.value ->> 'text'`,
      html: sql`sent.value ->> 'html'`,
      lastError: null,
    })
    .from(sql`json_each(${JSON.stringify(sent)}) AS sent`)
    .where(eq(notifications.id, sql`sent.value ->> 'id'`));

/** An attempt that failed, and when the next one is; null gives the message up. */
export interface FailedAttempt {
  readonly id: number;
  readonly error: string;
  readonly nextAttemptAt: string | null;
}

/** Marks attempts as failed. One HTTP request. */
export const markFailed = (db: Database, failed: readonly FailedAttempt[], now: string) =>
  db
    .update(notifications)
    .set({
      nextAttemptAt: sql`failed.value ->> 'nextAttemptAt'`,
      failedAt: sql`iif(failed.value ->> 'nextAttemptAt' IS NULL, ${now}, NULL)`,
      lastError: sql`failed.value ->> 'error'`,
    })
    .from(sql`json_each(${JSON.stringify(failed)}) AS failed`)
    .where(eq(notifications.id, sql`failed.value ->> 'id'`));

/**
 * Whether a mock channel is to show a message: if no attempt has done so before this one. One HTTP request, harmless to
 * repeat.
 */
export async function showOnce(db: Database, id: number, attempt: number): Promise<boolean> {
  const shown = await db
    .update(notifications)
    .set({ shownInAttempt: attempt })
    .where(
      and(
        eq(notifications.id, id),
        or(isNull(notifications.shownInAttempt), eq(notifications.shownInAttempt, attempt)),
      ),
    )
    .returning({ id: notifications.id });
  return shown.length > 0;
}
