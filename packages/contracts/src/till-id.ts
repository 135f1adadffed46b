import * as z from "zod";
import { limits } from "./limits.ts";

/** The till of a request that names none. */
export const defaultTill = "default";

/** The database that new tills are copies of. It is no till: nobody can order in it. */
export const templateTill = "template";

/** A till's id is a label of a host name (RFC 1123), so that its database can be named after it. */
const tillIdPattern = new RegExp(`^[a-z0-9](?:[a-z0-9-]{0,${limits.tillIdLength - 2}}[a-z0-9])?$`);

const tillIdRule = `must be the id of a till: up to ${limits.tillIdLength} lower-case letters, digits and hyphens`;

/** Whether a text can be the id of a till. Whether there is such a till, only its database knows. */
export const isTillId = (text: string): boolean => tillIdPattern.test(text) && text !== templateTill;

export const tillIdSchema = z
  .string()
  .regex(tillIdPattern, { error: tillIdRule, abort: true })
  .refine((id) => id !== templateTill, tillIdRule)
  .meta({ examples: ["k3v9x0q2m7c4"] });

/** Where everything of a till begins, below the address of the deployment: nothing for the default till. */
export const tillPath = (till: string): string => (till === defaultTill ? "" : `/t/${till}`);
