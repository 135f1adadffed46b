import * as z from "zod";
import { limits } from "./limits.ts";
import { instantSchema, numericIdSchema, timestampSchema } from "./primitives.ts";

/** How the clock of a till goes: with the real time, not at all, or ahead of the real time. */
export const clockModes = ["real", "frozen", "shifted"] as const;

/** The clock of a till. Every time in the till follows it. */
export const clockSchema = z
  .object({
    now: timestampSchema.describe("The time in the till."),
    mode: z
      .enum(clockModes)
      .describe("`real` follows the real time, `frozen` does not move, `shifted` is ahead of the real time."),
  })
  .meta({ id: "Clock", description: "The clock of a till. Every time in the till follows it." });
export type ClockState = z.output<typeof clockSchema>;

export const setClockInput = z.strictObject({
  mode: z.enum(["real", "frozen"]).describe("`frozen` stops the clock. `real` starts it again if it was never moved."),
  now: instantSchema
    .refine((time) => time <= limits.latestClock, `must be ${limits.latestClock} or earlier`)
    .optional()
    .describe("The time to freeze at, not before the current time. By default the current time."),
});
export type SetClockInput = z.output<typeof setClockInput>;

const amount = z.int().nonnegative().optional();

/** How long each unit is, in milliseconds. */
const unitMs = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 };

/** How far to advance, in milliseconds. */
export const advanceMs = (input: AdvanceClockInput): number =>
  Object.entries(unitMs).reduce((sum, [unit, ms]) => sum + (input[unit as keyof typeof unitMs] ?? 0) * ms, 0);

export const advanceClockInput = z
  .strictObject({ seconds: amount, minutes: amount, hours: amount, days: amount })
  .refine((input) => advanceMs(input) > 0, "must say how far to advance: seconds, minutes, hours or days")
  .refine(
    (input) => advanceMs(input) <= limits.advanceDays * unitMs.days,
    `must advance by ${limits.advanceDays} days at most`,
  );
export interface AdvanceClockInput {
  readonly seconds?: number | undefined;
  readonly minutes?: number | undefined;
  readonly hours?: number | undefined;
  readonly days?: number | undefined;
}

/** Something that fell due and was done. */
const happenedSchema = z.object({
  at: timestampSchema,
  type: z
    .string()
    .describe("The type of the event, or `message.sent`, `message.failed`, `webhook.delivered`, `webhook.failed`."),
  orderId: numericIdSchema,
  id: z.string().describe("The event, the refund, the message or the delivery."),
});
export type Happened = z.output<typeof happenedSchema>;

export const advancedClockSchema = clockSchema
  .extend({
    happened: z
      .array(happenedSchema)
      .describe(`All that fell due and was done, in order; the first ${limits.happened} of it.`),
  })
  .meta({ id: "AdvancedClock", description: "The clock after it advanced, and what happened on the way." });
export type AdvancedClock = z.output<typeof advancedClockSchema>;
