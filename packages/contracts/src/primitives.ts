import * as z from "zod";
import { limits } from "./limits.ts";

const idRule = "must be a whole number from 1 up, such as 42";

/** The id of an order or a product: a positive integer, as in `Order #42`. */
export const numericIdSchema = z
  .int(idRule)
  .positive(idRule)
  .meta({ examples: [42] });

/** A point in time: ISO 8601 in UTC with milliseconds, so that text order is time order. */
export const timestampSchema = z.iso.datetime({ precision: 3 }).meta({ examples: ["2026-03-01T12:00:00.000Z"] });

/**
 * A key that the caller makes up for one intent. The same key with the same request answers with what the first one
 * did and does nothing twice; with another request it is refused (`IDEMPOTENCY_KEY_REUSED`).
 */
export const idempotencyKeySchema = z
  .string()
  .min(1)
  .max(limits.idempotencyKeyLength)
  .regex(/^[\x21-\x7e]+$/, "must be printable ASCII without spaces")
  .describe("A key that you make up for one intent, say a UUID: sent again with it, the request does nothing twice.");

/** The id of a customer, a payment or another thing that is named by text, such as `usr_asha`. */
export const textIdSchema = z
  .string()
  .min(1)
  .max(limits.textIdLength)
  .regex(/^[\x21-\x7e]*$/, "must be printable ASCII without spaces");

/** Text that a person typed: no control characters or line breaks, trimmed, so it is safe in a log line and an email. */
export const plainTextSchema = (maxLength: number) =>
  z
    .string()
    .trim()
    .max(maxLength)
    .regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u, "must be plain text on one line");

/** Whether this is a time zone that the runtime knows. */
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** A time zone of the IANA database (https://www.iana.org/time-zones), by its name. */
export const timeZoneSchema = z
  .string()
  .max(limits.textIdLength)
  .refine(isTimeZone, "must be the name of a time zone, such as Asia/Kolkata");
