import * as z from "zod";
import { amountSchema, currencySchema } from "./money.ts";
import { paymentMethodSchema } from "./payment-methods.ts";
import { timeZoneSchema } from "./primitives.ts";
import { daySummarySchema } from "./summary.ts";

const monthRule = "must be a month such as 2026-11";

export const stateOrdersInput = z.strictObject({
  month: z
    .string()
    .regex(/^[2]{1}[0-9]{3}[-]{1}[0-9]{2}$/, { error: monthRule, abort: true })
    .refine((month) => Number(month.slice(-2)) >= 1 && Number(month.slice(-2)) <= 12, monthRule)
    .describe("The month, such as 2026-11."),
  timezone: timeZoneSchema.default("UTC").describe("The time zone of the days, such as Asia/Kolkata."),
});
export type StateOrdersInput = z.output<typeof stateOrdersInput>;

const invoiceSchema = z.int().positive().nullable();
const countSchema = z.int().nonnegative();

/** What was paid and given back in a time, in one currency. */
const figures = {
  orders: countSchema.describe("How many orders were paid."),
  grossAmount: amountSchema.describe("Their items, before discounts."),
  discountAmount: amountSchema,
  extraAmount: z.int().describe("What the total of an order has besides its items, such as shipping."),
  paidAmount: amountSchema.describe("What was paid: `grossAmount - discountAmount + extraAmount`."),
  refunds: countSchema.describe("How many refunds succeeded, whenever their orders were paid."),
  refundedAmount: amountSchema,
  netAmount: z.int().describe("`paidAmount - refundedAmount`; below zero if more was refunded than paid."),
  firstInvoiceNumber: invoiceSchema.describe("The lowest invoice number of these orders; null if there is none."),
  lastInvoiceNumber: invoiceSchema.describe("The highest invoice number of these orders; null if there is none."),
};

/** The figures of one currency, in all and by payment method. Amounts in minor units. */
export const statedAmountsSchema = z
  .object({
    currency: currencySchema,
    ...figures,
    methods: z.array(z.object({ paymentMethod: paymentMethodSchema, ...figures })).describe("By payment method."),
  })
  .meta({ id: "StatedAmounts", description: "What was paid and refunded in one currency, in minor units." });
export type StatedAmounts = z.output<typeof statedAmountsSchema>;
export type StatedFigures = Omit<StatedAmounts["methods"][number], "paymentMethod">;

/** What was paid and refunded in a month, in all and day by day. */
export const statementSchema = z
  .object({
    month: z.string(),
    timezone: z.string(),
    total: z.array(statedAmountsSchema).describe("The whole month, by currency."),
    days: z.array(
      daySummarySchema
        .pick({ date: true, from: true, until: true })
        .extend({ amounts: z.array(statedAmountsSchema).describe("By currency; empty if nothing happened.") }),
    ),
  })
  .meta({ id: "Statement", description: "What was paid and refunded in a month, in all and day by day." });
export type Statement = z.output<typeof statementSchema>;
