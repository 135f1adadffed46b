import type { Channel, EventType } from "@till/contracts";
import { type CommandName, type MessageFacts, longestMessagePauseMs } from "@till/domain";
import { eq, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import {
  type Finished,
  type Taker,
  type Taking,
  endOfPiece,
  finishedField,
  isFree,
  isNamed,
  takeFrom,
  takeStatement,
} from "../due/due-work.ts";
import { channelFaults, customers, notifications, orderEvents, orders, payments } from "../schema/schema.ts";
import { type Given, build, statement } from "../statements/statement.ts";

/** A message that is due: whom to tell, how, and what of. */
export interface DueMessage extends MessageFacts {
  readonly id: number;
  readonly channel: Channel;
  readonly recipient: string;
  readonly type: EventType;
  readonly command: CommandName;
  /** The payment that it tells of. */
  readonly paymentId: string | null;
  /** When it was written, ISO 8601. */
  readonly createdAt: string;
  /** How many attempts there have been, this one included. */
  readonly attempts: number;
  /** Whether the sandbox wants this attempt to fail, and which share of the others, in percent. */
  readonly failsOnPurpose: boolean;
  readonly failPercent: number;
}

/** How many messages are taken at once. */
export const messagePieceSize = 50;

/** For how long a message belongs to who took it, in milliseconds. */
export const messageLeaseMs = 5 * 60_000;

const also = sql`, fails_on_purpose = FALSE`;
const takeAll = takeStatement(notifications, { also });
const takeNamed = takeStatement<Taking & { ids: string }>(notifications, { also, where: isNamed });

const takeChannel = takeStatement<Taking & { only: Channel }>(notifications, {
  also,
  where: ({ now, only }) =>
    sql`due.channel = ${only} AND ${isFree(notifications, now, sql`AND busy.channel = ${only}`)}`,
});

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
      createdAt: notifications.createdAt,
      recipient: notifications.recipient,
      attempts: notifications.attempts,
      failsOnPurpose: notifications.failsOnPurpose,
      failPercent: sql<number>`coalesce(${channelFaults.failPercent}, 0)`,
      orderId: notifications.orderId,
      type: orderEvents.type,
      paymentId: orderEvents.paymentId,
      command: orderEvents.command,
      amount: sql<number>`coalesce(${orderEvents.amount}, ${orders.totalAmount})`,
      totalAmount: orders.totalAmount,
      currency: orders.currency,
      paymentMethod: orders.paymentMethod,
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

const takeMessagesFrom = takeFrom(
  notifications,
  { leaseMs: messageLeaseMs, longestPauseMs: longestMessagePauseMs },
  selectTaken,
);

/**
 * Which messages are taken: all that are due, those that are named, or all of one channel, if nobody else has taken some of
 * it. With `chaos`, the sandbox says which are to fail.
 */
interface WhichMessages {
  readonly ids?: readonly number[] | undefined;
  readonly only?: Channel | undefined;
  readonly chaos: boolean;
}

/** Takes messages that are due. Sent again by the same taker, it answers the same messages. One HTTP request. */
export const takeDueMessages = (
  db: Database,
  taker: Taker,
  { ids, only, chaos }: WhichMessages,
): Promise<DueMessage[]> =>
  takeMessagesFrom(db, taker, (values) => [
    only !== undefined
      ? takeChannel({ ...values, only })
      : ids === undefined
        ? takeAll(values)
        : takeNamed({ ...values, ids: JSON.stringify(ids) }),
    ...(chaos ? [chooseFailing(values), countFailing(values)] : []),
  ]);

/** What became of a message: if it went out, how it was worded and who took it. */
export interface FinishedMessage extends Finished<number> {
  readonly provider: string | null;
  readonly providerId: string | null;
  readonly subject: string | null;
  readonly text: string | null;
  readonly html: string | null;
}

/**
 * Records messages as sent, keeping what they said, or as not sent, and gives back those that were not begun. One HTTP
 * request, harmless to repeat.
 */
export const finishMessages = endOfPiece<FinishedMessage>(notifications, ({ now }) => {
  const error = finishedField("error");
  return sql`, sent_at = iif(${error} IS NULL, ${now}, NULL),
    failed_at = iif(${error} IS NOT NULL AND ${finishedField("nextAttemptAt")} IS NULL, ${now}, NULL),
    subject = ${finishedField("subject")}, text = ${finishedField("text")}, html = ${finishedField("html")},
    provider = ${finishedField("provider")}, provider_id = ${finishedField("providerId")}`;
});
