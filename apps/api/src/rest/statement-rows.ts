import type { Statement, StatedAmounts } from "@till/contracts";
import type { Exported } from "./exports.ts";

type Row = StatedAmounts["methods"][number] & Pick<StatedAmounts, "currency"> & { readonly date: string };

/** A statement as rows: one for each day, currency and payment method of which there is something to say. */
export const exportedStatement = {
  file: "statement",
  isFixed: true,
  rowsOf: ({ days }: Statement): Row[] =>
    days.flatMap(({ date, amounts }) =>
      amounts.flatMap(({ currency, methods }) => methods.map((figures) => ({ date, currency, ...figures }))),
    ),
  columns: {
    date: ({ date }: Row) => date,
    currency: ({ currency }: Row) => currency,
    paymentMethod: ({ paymentMethod }: Row) => paymentMethod,
    orders: ({ orders }: Row) => orders,
    grossAmount: ({ grossAmount }: Row) => grossAmount,
    discountAmount: ({ discountAmount }: Row) => discountAmount,
    extraAmount: ({ extraAmount }: Row) => extraAmount,
    paidAmount: ({ paidAmount }: Row) => paidAmount,
    refunds: ({ refunds }: Row) => refunds,
    refundedAmount: ({ refundedAmount }: Row) => refundedAmount,
    netAmount: ({ netAmount }: Row) => netAmount,
    firstInvoiceNumber: ({ firstInvoiceNumber }: Row) => firstInvoiceNumber,
    lastInvoiceNumber: ({ lastInvoiceNumber }: Row) => lastInvoiceNumber,
  },
} satisfies Exported;
