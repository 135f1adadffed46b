import { and, asc, eq } from "drizzle-orm";
import type { Database } from "../database.ts";
import { inOrderOfWriting } from "../order-view.ts";
import { orderItems, payments } from "../schema/schema.ts";

/** An attempt to pay, with its order as it is now. One HTTP request. */
export const findPayment = (db: Database, paymentId: string) =>
  db.query.payments.findFirst({ where: eq(payments.id, paymentId), with: { order: true } });

export type PaymentWithOrder = NonNullable<Awaited<ReturnType<typeof findPayment>>>;

/** All that the receipt of a payment tells, or nothing if the payment did not succeed. One HTTP request. */
export const findReceipt = (db: Database, paymentId: string) =>
  db.query.payments.findFirst({
    where: and(eq(payments.id, paymentId), eq(payments.status, "SUCCEEDED")),
    with: {
      order: {
        with: {
          customer: true,
          items: { orderBy: asc(orderItems.position) },
          refunds: inOrderOfWriting,
        },
      },
    },
  });

export type ReceiptFacts = NonNullable<Awaited<ReturnType<typeof findReceipt>>>;
