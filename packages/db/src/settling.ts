import { and, asc, eq, isNull, lte } from "drizzle-orm";
import type { Database } from "./database.ts";
import { payments, refunds } from "./schema/schema.ts";

/** How many attempts or refunds one look takes. */
const pieceSize = 50;

/** Attempts about which the gateway is to be asked now, of all or the one that is named. One HTTP request. */
export const listPaymentsToSettle = (db: Database, now: string, paymentId?: string) =>
  db
    .select({ paymentId: payments.id, orderId: payments.orderId, reference: payments.reference })
    .from(payments)
    .where(and(lte(payments.askAgainAt, now), paymentId === undefined ? undefined : eq(payments.id, paymentId)))
    .orderBy(asc(payments.askAgainAt))
    .limit(pieceSize);

/** Refunds of which a remote gateway is to be told now, all or the one that is named. One HTTP request. */
export const listRefundsToSettle = (db: Database, now: string, refundId?: string) =>
  db
    .select({
      refundId: refunds.id,
      amount: refunds.amount,
      paymentId: refunds.paymentId,
      reference: payments.reference,
    })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(and(lte(refunds.askAgainAt, now), refundId === undefined ? undefined : eq(refunds.id, refundId)))
    .orderBy(asc(refunds.askAgainAt))
    .limit(pieceSize);

/** Has the gateway asked about an attempt again at a later time. One HTTP request. */
export const askAboutPaymentAt = (
  db: Database,
  paymentId: string,
  { askAgainAt, reference, actionUrl }: { askAgainAt: string; reference?: string; actionUrl?: string },
) =>
  db
    .update(payments)
    .set({ askAgainAt, ...(reference !== undefined && { reference }), ...(actionUrl !== undefined && { actionUrl }) })
    .where(and(eq(payments.id, paymentId), eq(payments.status, "PROCESSING")));

/** Has the gateway told of a refund again at a later time. One HTTP request. */
export const tellOfRefundAt = (db: Database, refundId: string, askAgainAt: string) =>
  db
    .update(refunds)
    .set({ askAgainAt })
    .where(and(eq(refunds.id, refundId), isNull(refunds.settledAt)));

/** Marks a refund as taken by the gateway. One HTTP request. */
export const markRefundSettled = (db: Database, refundId: string, now: string) =>
  db.update(refunds).set({ settledAt: now, askAgainAt: null }).where(eq(refunds.id, refundId));
