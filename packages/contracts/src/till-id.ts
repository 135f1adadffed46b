import * as z from "zod";
import { limits } from "./limits.ts";

/** The till of a request that names none. */
export const defaultTill = "default";

/** The database that new tills are copied from. It is not a till: it takes no orders. */
export const templateTill = "template";

const tillIdRule = `must be the id of a till: up to ${limits.tillIdLength} lower-case letters, digits and hyphens`;

/** What belongs to Till itself, and what no label of a host name may begin or end with (RFC 1123). */
const isReserved = (id: string): boolean => id === templateTill || id.startsWith("-") || id.endsWith("-");

/** The id of a till: a label of a host name, so that its database can be named after it. */
export const tillIdSchema = z
  .string()
  .max(limits.tillIdLength, { error: tillIdRule, abort: true })
  .regex(/^[a-z0-9-]+$/, { error: tillIdRule, abort: true })
  .refine((id) => !isReserved(id), tillIdRule)
  .meta({ examples: ["k3v9x0q2m7c4"] });

/** Whether a text can be the id of a till. Whether there is such a till, only its database knows. */
export const isTillId = (text: string): boolean => tillIdSchema.safeParse(text).success;

/** The path of a till below the address of the deployment. It is empty for the default till. */
export const tillPath = (till: string): string => (till === defaultTill ? "" : `/t/${till}`);
