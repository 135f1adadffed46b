import type { PaymentStatus } from "@till/contracts";
import { type CardFacts, longestGatewayPauseMs } from "@till/domain";
import { eq, sql } from "drizzle-orm";
import { cardColumn } from "../commands/effects.ts";
import type { Database } from "../database/database.ts";
import {
  type Finished,
  type PieceEnd,
  type Taker,
  type Taking,
  endOfPiece,
  finishedField,
  isFree,
  isNamed,
  takeFrom,
  takeStatement,
} from "../due/due-work.ts";
import { orders, payments, refunds } from "../schema/schema.ts";
import { type Given, build, statement } from "../statements/statement.ts";

/** How many attempts or refunds are taken at once. */
export const gatewayPieceSize = 20;

/** For how long an attempt or a refund belongs to who took it, in milliseconds. */
export const gatewayLeaseMs = 120_000;

const waits = { leaseMs: gatewayLeaseMs, longestPauseMs: longestGatewayPauseMs };

/** An attempt about which the gateway is to be asked: it is PROCESSING, or FAILED and may come through late. */
export interface DueSettlement {
  readonly id: string;
  readonly orderId: number;
  readonly gateway: string | null;
  readonly reference: string;
  readonly status: PaymentStatus;
  /** How many times it was asked, this one included. */
  readonly attempts: number;
  readonly startedAt: string;
  /** When the time to pay its order is over, if that has an end. */
  readonly expiresAt: string | null;
}

const takeSettlements = takeStatement(payments);
const takeNamedSettlements = takeStatement<Taking & { ids: string }>(payments, { where: isNamed });
const takeSettlementsAlone = takeStatement(payments, { where: ({ now }) => isFree(payments, now) });

/** What a gateway needs to know of an attempt. */
export const attemptColumns = {
  id: payments.id,
  orderId: payments.orderId,
  gateway: payments.gateway,
  reference: payments.reference,
  status: payments.status,
  attempts: payments.attempts,
  startedAt: payments.createdAt,
  expiresAt: sql<string | null>`(SELECT subject.expires_at FROM ${orders} AS subject WHERE subject.id = order_id)`,
};

const selectSettlements = statement((given: Given<{ taker: string }>) =>
  build.select(attemptColumns).from(payments).where(eq(payments.takenBy, given.taker)),
);

const takeSettlementsFrom = takeFrom(payments, waits, selectSettlements);

/**
 * Takes attempts that the gateway must be asked about, of all or of those named; `alone` if nobody else does. One HTTP
 * request, harmless to repeat.
 */
export const takeDueSettlements = (
  db: Database,
  taker: Taker,
  { ids, alone }: { ids?: readonly string[] | undefined; alone: boolean },
): Promise<DueSettlement[]> =>
  takeSettlementsFrom(db, taker, (values) => {
    if (alone) return [takeSettlementsAlone(values)];
    return [
      ids === undefined ? takeSettlements(values) : takeNamedSettlements({ ...values, ids: JSON.stringify(ids) }),
    ];
  });

/** What a gateway says of an attempt that it still works on, or why it could not be asked. Null: nothing new. */
export interface UnsettledAttempt extends Finished<string> {
  readonly reference: string | null;
  readonly actionUrl: string | null;
  readonly card: CardFacts | null;
}

/**
 * Records when the gateway is asked again about attempts that it has not settled, and gives back those about which it was
 * not asked. One HTTP request, harmless to repeat. An attempt that was settled in the meantime belongs to nobody (see
 * `settlePayment`).
 */
export const finishSettlements = (
  db: Database,
  taker: string,
  { finished, ...others }: PieceEnd<UnsettledAttempt>,
): Promise<void> =>
  finishPiece(db, taker, {
    ...others,
    finished: finished.map(({ card, ...attempt }) => ({ ...attempt, source: cardColumn(card ?? undefined) })),
  });

const finishPiece = endOfPiece<Omit<UnsettledAttempt, "card"> & { readonly source: string | null }>(
  payments,
  () => sql`, reference = coalesce(${finishedField("reference")}, reference),
    action_url = coalesce(${finishedField("actionUrl")}, action_url),
    source = coalesce(${finishedField("source")}, source)`,
);

/** A refund that is PENDING: the gateway must be told about it. */
export interface DueRefund {
  readonly id: string;
  readonly orderId: number;
  readonly amount: number;
  readonly paymentId: string;
  /** The name of the gateway that took the payment; null if no name was kept. */
  readonly gateway: string | null;
  readonly reference: string;
  /** How often the gateway has refused it. */
  readonly refusals: number;
  /** The number of calls so far, this one included. */
  readonly attempts: number;
}

const takeRefunds = takeStatement(refunds, { where: ({ now }) => isFree(refunds, now) });

const selectRefunds = statement((given: Given<{ taker: string }>) =>
  build
    .select({
      id: refunds.id,
      orderId: refunds.orderId,
      refusals: refunds.refusals,
      amount: refunds.amount,
      paymentId: refunds.paymentId,
      gateway: payments.gateway,
      reference: payments.reference,
      attempts: refunds.attempts,
    })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(eq(refunds.takenBy, given.taker)),
);

const takeRefundsFrom = takeFrom(refunds, waits, selectRefunds);

/**
 * Takes refunds that the gateway must be told about, unless another taker has them. One HTTP request, harmless to repeat.
 */
export const takeDueRefunds = (db: Database, taker: Taker): Promise<DueRefund[]> =>
  takeRefundsFrom(db, taker, (values) => [takeRefunds(values)]);

/** A refund that has not ended. */
export interface UnfinishedRefund extends Finished<string> {
  /** How many calls count from now on, at most; null if all do. */
  readonly callsKept: number | null;
}

/**
 * Records when the gateway is told again of refunds, and gives back those of which it was not told. One HTTP request,
 * harmless to repeat. A refund that has ended belongs to nobody (see `change-refund.ts`).
 */
export const finishRefunds = endOfPiece<UnfinishedRefund>(
  refunds,
  () => sql`, attempts = min(attempts, coalesce(${finishedField("callsKept")}, attempts))`,
);
