import { type SQL, and, asc, eq, isNull, lte, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { payments, refunds } from "../schema/schema.ts";
import { type Given, build, statement } from "../statements/statement.ts";

/** How many attempts or refunds one look takes. */
const pieceSize = 50;

const selectDuePayments = (given: Given<{ now: string }>, isMeant?: SQL) =>
  build
    .select({ paymentId: payments.id, orderId: payments.orderId, reference: payments.reference })
    .from(payments)
    .where(and(lte(payments.askAgainAt, given.now), isMeant))
    .orderBy(asc(payments.askAgainAt))
    .limit(pieceSize);

const duePayments = statement((given: Given<{ now: string }>) => selectDuePayments(given));
const duePayment = statement((given: Given<{ now: string; id: string }>) =>
  selectDuePayments(given, eq(payments.id, given.id)),
);

/** Attempts about which the gateway is to be asked now, of all or the one that is named. One HTTP request. */
export const listPaymentsToSettle = (db: Database, now: string, id?: string) =>
  db.run(id === undefined ? duePayments({ now }) : duePayment({ now, id }));

const selectDueRefunds = (given: Given<{ now: string }>, isMeant?: SQL) =>
  build
    .select({
      refundId: refunds.id,
      amount: refunds.amount,
      paymentId: refunds.paymentId,
      reference: payments.reference,
    })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(and(lte(refunds.askAgainAt, given.now), isMeant))
    .orderBy(asc(refunds.askAgainAt))
    .limit(pieceSize);

const dueRefunds = statement((given: Given<{ now: string }>) => selectDueRefunds(given));
const dueRefund = statement((given: Given<{ now: string; id: string }>) =>
  selectDueRefunds(given, eq(refunds.id, given.id)),
);

/** Refunds of which a remote gateway is to be told now, all or the one that is named. One HTTP request. */
export const listRefundsToSettle = (db: Database, now: string, id?: string) =>
  db.run(id === undefined ? dueRefunds({ now }) : dueRefund({ now, id }));

const askAgain = statement(
  (given: Given<{ id: string; askAgainAt: string; reference: string | null; actionUrl: string | null }>) =>
    build
      .update(payments)
      .set({
        askAgainAt: sql`${given.askAgainAt}`,
        reference: sql`coalesce(${given.reference}, ${payments.reference})`,
        actionUrl: sql`coalesce(${given.actionUrl}, ${payments.actionUrl})`,
      })
      .where(and(eq(payments.id, given.id), sql`${payments.status} = 'PROCESSING'`)),
);

/** Has the gateway asked about an attempt again at a later time. One HTTP request. */
export const askAboutPaymentAt = (
  db: Database,
  id: string,
  {
    askAgainAt,
    reference = null,
    actionUrl = null,
  }: { askAgainAt: string; reference?: string | null; actionUrl?: string | null },
) => db.run(askAgain({ id, askAgainAt, reference, actionUrl }));

const tellAgain = statement((given: Given<{ id: string; askAgainAt: string }>) =>
  build
    .update(refunds)
    .set({ askAgainAt: sql`${given.askAgainAt}` })
    .where(and(eq(refunds.id, given.id), isNull(refunds.settledAt))),
);

/** Has the gateway told of a refund again at a later time. One HTTP request. */
export const tellOfRefundAt = (db: Database, id: string, askAgainAt: string) => db.run(tellAgain({ id, askAgainAt }));

const markSettled = statement((given: Given<{ id: string; now: string }>) =>
  build
    .update(refunds)
    .set({ settledAt: sql`${given.now}`, askAgainAt: null })
    .where(eq(refunds.id, given.id)),
);

/** Marks a refund as taken by the gateway. One HTTP request. */
export const markRefundSettled = (db: Database, id: string, now: string) => db.run(markSettled({ id, now }));
