import { limits } from "@till/contracts";
import { and, asc, eq, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { orderItems, payments, refunds } from "../schema/schema.ts";
import { buildRelational } from "../statements/relational.ts";
import { type Given, statement } from "../statements/statement.ts";

const selectPayment = statement((given: Given<{ paymentId: string }>) =>
  buildRelational().query.payments.findFirst({ where: eq(payments.id, given.paymentId), with: { order: true } }),
);

/**
 * The latest of a payment, newest first: an order can have more refunds than a receipt has room for, and those of a late
 * payment, which it did not take, are not its own. Only money that has gone back is on a receipt.
 */
const latestRefunds = (given: Given<{ paymentId: string }>) => ({
  where: and(eq(refunds.paymentId, given.paymentId), sql`${refunds.status} = 'SUCCEEDED'`),
  orderBy: sql`rowid DESC`,
  limit: limits.receiptRefunds,
});

const selectReceipt = statement((given: Given<{ paymentId: string }>) =>
  buildRelational().query.payments.findFirst({
    where: and(eq(payments.id, given.paymentId), sql`${payments.status} = 'SUCCEEDED'`),
    with: { order: { with: { items: { orderBy: asc(orderItems.position) }, refunds: latestRefunds(given) } } },
  }),
);

/** A payment attempt with its order as it is now. One HTTP request. */
export const findPayment = (db: Database, paymentId: string) => db.run(selectPayment({ paymentId }));

export type PaymentWithOrder = NonNullable<Awaited<ReturnType<typeof findPayment>>>;

/**
 * The contents of a payment's receipt, with its latest refunds, newest first; nothing if the payment did not succeed. One
 * HTTP request.
 */
export const findReceipt = (db: Database, paymentId: string) => db.run(selectReceipt({ paymentId }));

export type ReceiptFacts = NonNullable<Awaited<ReturnType<typeof findReceipt>>>;
