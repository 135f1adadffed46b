import type { Retention } from "@till/db";
import * as z from "zod";

/** A hundred years: no date that follows from it is too large. */
const maxDays = 36_500;

const daysSchema = z.coerce.number().int().min(1).max(maxDays).optional();

/** How long things are kept, as variables of the Worker. */
export const retentionVariables = {
  KEEP_MESSAGES_DAYS: daysSchema.describe("How long sent and failed messages are kept. Without it, for ever."),
  KEEP_DELIVERIES_DAYS: daysSchema.describe(
    "How long deliveries of webhooks that have ended are kept, with their attempts. Without it, for ever.",
  ),
  KEEP_REVOKED_KEYS_DAYS: daysSchema.describe("How long revoked API keys are listed. Without it, for ever."),
};

type RetentionConfig = z.output<z.ZodObject<typeof retentionVariables>>;

/** How long things are kept; null if everything is kept for ever. */
export function retentionOf(config: RetentionConfig): Retention | null {
  const { KEEP_MESSAGES_DAYS, KEEP_DELIVERIES_DAYS, KEEP_REVOKED_KEYS_DAYS } = config;
  const retention: Retention = {
    messages: KEEP_MESSAGES_DAYS ?? null,
    deliveries: KEEP_DELIVERIES_DAYS ?? null,
    revokedKeys: KEEP_REVOKED_KEYS_DAYS ?? null,
  };
  return Object.values(retention).every((days) => days === null) ? null : retention;
}
