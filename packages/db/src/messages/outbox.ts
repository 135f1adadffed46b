import type { Channel, EventType } from "@till/contracts";
import type { CommandName, MessageFacts } from "@till/domain";
import { type SQL, and, asc, eq, inArray, lte, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { channelFaults, customers, notifications, orderEvents, orders, payments } from "../schema/schema.ts";
import { type Given, build, statement } from "../statements/statement.ts";

/** A message that is due: whom to tell, how, and what of. */
export interface DueMessage extends MessageFacts {
  readonly id: number;
  readonly channel: Channel;
  readonly recipient: string;
  readonly type: EventType;
  readonly command: CommandName;
  /** How many attempts there have been, this one included. */
  readonly attempts: number;
  /** Whether the sandbox wants this attempt to fail, and which share of the others, in percent. */
  readonly failsOnPurpose: boolean;
  readonly failPercent: number;
}

/** How many messages one look at the outbox takes. */
const batchSize = 50;

/** For how long a message belongs to who took it, in milliseconds. After that it is due again. */
const leaseMs = 5 * 60_000;

interface Taking {
  readonly taker: string;
  readonly now: string;
  readonly until: string;
}

/** Nothing is taken twice by one taker, so a batch whose answer was lost can be sent again. */
const selectDue = (given: Given<Taking>, isMeant?: SQL) =>
  build
    .select({ id: notifications.id })
    .from(notifications)
    .where(
      and(
        lte(notifications.nextAttemptAt, given.now),
        isMeant,
        sql`NOT EXISTS (SELECT 1 FROM ${notifications} AS mine WHERE mine.taken_by = ${given.taker})`,
      ),
    )
    .orderBy(asc(notifications.nextAttemptAt))
    .limit(batchSize);

const take = (given: Given<Taking>, isMeant?: SQL) =>
  build
    .update(notifications)
    .set({
      attempts: sql`${notifications.attempts} + 1`,
      nextAttemptAt: sql`${given.until}`,
      takenBy: sql`${given.taker}`,
      failsOnPurpose: false,
    })
    .where(inArray(notifications.id, selectDue(given, isMeant)));

const takeAll = statement((given: Given<Taking>) => take(given));
const takeNamed = statement((given: Given<Taking & { ids: string }>) =>
  take(given, sql`${notifications.id} IN (SELECT value FROM json_each(${given.ids}))`),
);

/** The sandbox's chaos: of the messages that were taken, the first `fail_next` of each channel are to fail. */
const chooseFailing = statement((given: Given<{ taker: string }>) =>
  build
    .update(notifications)
    .set({ failsOnPurpose: true })
    .from(
      sql`(SELECT id AS taken_id, channel AS taken_channel, row_number() OVER (PARTITION BY channel ORDER BY id) AS nth
        FROM ${notifications} WHERE taken_by = ${given.taker}) AS taken
        JOIN ${channelFaults} ON ${channelFaults.channel} = taken_channel AND nth <= ${channelFaults.failNext}
          AND ${channelFaults.takenBy} IS NOT ${given.taker}`,
    )
    .where(sql`${notifications.id} = taken_id`),
);

/** Counts the failures that were chosen, once for each taker. */
const countFailing = statement((given: Given<{ taker: string }>) =>
  build
    .update(channelFaults)
    .set({
      failNext: sql`max(0, ${channelFaults.failNext} - (SELECT count(*) FROM ${notifications} AS chosen
        WHERE chosen.taken_by = ${given.taker} AND chosen.channel = ${channelFaults.channel} AND chosen.fails_on_purpose))`,
      takenBy: sql`${given.taker}`,
    })
    .where(sql`${channelFaults.failNext} > 0 AND ${channelFaults.takenBy} IS NOT ${given.taker}`),
);

const selectTaken = statement((given: Given<{ taker: string }>) =>
  build
    .select({
      id: notifications.id,
      channel: notifications.channel,
      recipient: notifications.recipient,
      attempts: notifications.attempts,
      failsOnPurpose: notifications.failsOnPurpose,
      failPercent: sql<number>`coalesce(${channelFaults.failPercent}, 0)`,
      orderId: notifications.orderId,
      type: orderEvents.type,
      command: orderEvents.command,
      amount: sql<number>`coalesce(${orderEvents.amount}, ${orders.totalAmount})`,
      totalAmount: orders.totalAmount,
      currency: orders.currency,
      customerName: customers.name,
      declineCode: payments.declineCode,
    })
    .from(notifications)
    .innerJoin(orderEvents, eq(orderEvents.id, notifications.eventId))
    .innerJoin(orders, eq(orders.id, notifications.orderId))
    .innerJoin(customers, eq(customers.id, orders.userId))
    .leftJoin(payments, eq(payments.id, orderEvents.paymentId))
    .leftJoin(channelFaults, eq(channelFaults.channel, notifications.channel))
    .where(eq(notifications.takenBy, given.taker)),
);

/**
 * Takes messages that are due, of all or of those named: nobody else gets them while the lease runs. What is not
 * finished by then, because its sender died, becomes due again. With `chaos`, the sandbox says which are to fail.
 * Sent again by the same `taker`, it answers the same messages. One HTTP request.
 */
export async function takeDueMessages(
  db: Database,
  { taker, now, ids, chaos }: { taker: string; now: string; ids?: readonly number[] | undefined; chaos: boolean },
): Promise<DueMessage[]> {
  const values = { taker, now, until: new Date(Date.parse(now) + leaseMs).toISOString() };
  const taking = ids === undefined ? takeAll(values) : takeNamed({ ...values, ids: JSON.stringify(ids) });
  if (!chaos) return (await db.batch([taking, selectTaken({ taker })]))[1];
  return (await db.batch([taking, chooseFailing({ taker }), countFailing({ taker }), selectTaken({ taker })]))[3];
}

/** A message that went out, as it was worded. */
export interface SentMessage {
  readonly id: number;
  readonly subject: string | null;
  readonly text: string;
  readonly html: string | null;
}

/** An attempt that failed, and when the next one is; null gives the message up. */
export interface FailedAttempt {
  readonly id: number;
  readonly error: string;
  readonly nextAttemptAt: string | null;
}

/** Only who has taken a message says what became of it: whose lease has run out may be too late. */
const markFinished = statement((given: Given<{ taker: string; now: string; finished: string }>) =>
  build
    .update(notifications)
    .set({
      sentAt: sql`iif(done.value ->> 'error' IS NULL, ${given.now}, NULL)`,
      nextAttemptAt: sql`done.value ->> 'nextAttemptAt'`,
      failedAt: sql`iif(done.value ->> 'error' IS NOT NULL AND done.value ->> 'nextAttemptAt' IS NULL, ${given.now}, NULL)`,
      subject: sql`done.value ->> 'subject'`,
      text: sql`done.value ->> 'text'`,
      html: sql`done.value ->> 'html'`,
      lastError: sql`done.value ->> 'error'`,
      takenBy: null,
    })
    .from(sql`json_each(${given.finished}) AS done`)
    .where(and(eq(notifications.id, sql`done.value ->> 'id'`), eq(notifications.takenBy, given.taker))),
);

/** Marks messages as sent, keeping what they said, or attempts as failed. One HTTP request, harmless to repeat. */
export const finishMessages = (
  db: Database,
  taker: string,
  finished: readonly (SentMessage | FailedAttempt)[],
  now: string,
) => db.run(markFinished({ taker, now, finished: JSON.stringify(finished) }));
