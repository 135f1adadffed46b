import { type Refusal, defaultTill } from "@till/contracts";
import { NoSuchDatabase, TransientFault } from "@till/db";
import { refuse } from "@till/domain";
import { isCausedBy } from "./is-caused-by.ts";

/**
 * The refusal for a fault of a till's database: it can't be reached, or there is no such till. Null for any other fault.
 * The default till always exists: if its database is missing, that is a fault of the deployment.
 */
export function refusalOfDatabase(error: unknown, till: string): Refusal | null {
  if (isCausedBy(error, TransientFault)) return refuse.databaseUnavailable();
  if (till !== defaultTill && isCausedBy(error, NoSuchDatabase)) return refuse.tillNotFound(till);
  return null;
}
