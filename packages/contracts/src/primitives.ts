import * as z from "zod";
import { limits } from "./limits.ts";
import { visibleAsciiSchema } from "./text.ts";

const idRule = "must be a whole number from 1 up, such as 42";

/** The id of an order or a product: a positive integer, as in `Order #42`. */
export const numericIdSchema = z
  .int(idRule)
  .positive(idRule)
  .meta({ examples: [42] });

/** A point in time as Till writes it: ISO 8601 in UTC with milliseconds, so that text order is time order. */
export const timestampSchema = z.iso.datetime({ precision: 3 }).meta({ examples: ["2026-03-01T12:00:00.000Z"] });

const instantRule = "must be a time such as 2026-03-01T12:00:00Z, with Z or an offset such as +05:30";

/**
 * A point in time as a caller may write it: ISO 8601 with `Z` or an offset and any number of fractional digits. It
 * becomes what Till writes itself, cut to the millisecond.
 */
export const instantSchema = z.iso
  .datetime({ offset: true, error: instantRule })
  .overwrite((time) => (Number.isNaN(Date.parse(time)) ? time : new Date(time).toISOString()))
  // An offset can lead out of the years of four digits, where text order is no time order.
  .refine((time) => !/^[+-]/.test(time), instantRule)
  .meta({ examples: ["2026-03-01T12:00:00Z"] });

/** Whether the second of two instants is later than the first, as far as both are given. */
export const isRange = (from: string | undefined, to: string | undefined): boolean =>
  from === undefined || to === undefined || from < to;

/**
 * A key that the caller makes up for one intent. The same key with the same request answers with what the first one
 * did and does nothing twice. The same key with another request is refused (`IDEMPOTENCY_KEY_REUSED`).
 */
export const idempotencyKeySchema = visibleAsciiSchema(limits.idempotencyKeyLength).describe(
  "A key that you make up for one change, such as a UUID. A repeated request with the same key changes nothing.",
);

/** The id of a payment or another thing that Till names by text, such as `pay_…`. */
export const textIdSchema = visibleAsciiSchema(limits.textIdLength);

/**
 * The id of a person: the claim `sub` of the login service's token, exactly as it is. OpenID Connect allows 255 ASCII
 * characters, and upper and lower case differ (OpenID Connect Core 1.0, section 2). Spaces belong to it.
 */
export const userIdSchema = z
  .string()
  .min(1)
  .max(limits.userIdLength)
  .regex(/^[\x20-\x7e]*$/, "must be printable ASCII");

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
