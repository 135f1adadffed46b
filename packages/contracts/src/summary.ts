import * as z from "zod";
import { limits } from "./limits.ts";
import { amountSchema, currencySchema } from "./money.ts";
import { declineCodeSchema } from "./payments.ts";
import { timeZoneSchema, timestampSchema } from "./primitives.ts";

const daysRule = `must be a whole number from 1 to ${limits.summaryDays.max}`;

export const summarizeOrdersInput = z.strictObject({
  days: z
    .int(daysRule)
    .min(1, daysRule)
    .max(limits.summaryDays.max, daysRule)
    .default(limits.summaryDays.default)
    .describe("How many days to sum up, today included."),
  timezone: timeZoneSchema.default("UTC").describe("The time zone of the days, such as Asia/Kolkata."),
});
export type SummarizeOrdersInput = z.output<typeof summarizeOrdersInput>;

const countSchema = z.int().nonnegative();

/** What happened on one day; today, so far. */
export const daySummarySchema = z.object({
  date: z.iso.date().describe("The day in the requested time zone."),
  from: timestampSchema.describe("When it began."),
  until: timestampSchema.describe("When the next one begins."),
  placed: countSchema,
  paid: countSchema,
  cancelled: countSchema.describe("Including those that were not paid in time."),
  refunded: countSchema.describe("Refunds, whole or in part."),
  amounts: z
    .array(z.object({ currency: currencySchema, paid: amountSchema, refunded: amountSchema }))
    .describe("The amounts paid and refunded, by currency."),
  declines: z
    .array(z.object({ declineCode: declineCodeSchema, attempts: countSchema }))
    .describe(
      "Attempts to pay that were declined, by reason, the most frequent first. An attempt that was given up for another one, or with its order, is none.",
    ),
});
export type DaySummary = z.output<typeof daySummarySchema>;

/** What happened to the orders of the shop day by day, the oldest day first, today last. */
export const ordersSummarySchema = z.object({ timezone: z.string(), days: z.array(daySummarySchema) });
export type OrdersSummary = z.output<typeof ordersSummarySchema>;
