import { type Refusal, defaultTill } from "@till/contracts";
import { DatabaseBlocked, NoSuchDatabase, TransientFault } from "@till/db";
import { refuse } from "@till/domain";
import { log } from "../log.ts";
import { isCausedBy } from "./is-caused-by.ts";

/**
 * The refusal for a fault of a till's database: it can't be reached, or there is no such till. Null for any other fault.
 * The default till always exists: if its database is missing, that is a fault of the deployment.
 *
 * A database that its provider blocks is out of reach for the caller, and the log says what to do about it.
 */
export function refusalOfDatabase(error: unknown, till: string): Refusal | null {
  if (isCausedBy(error, TransientFault)) return refuse.databaseUnavailable();
  if (isCausedBy(error, DatabaseBlocked)) {
    log.error("The database is BLOCKED by its provider.", { till, error });
    return refuse.databaseUnavailable();
  }
  if (till !== defaultTill && isCausedBy(error, NoSuchDatabase)) return refuse.tillNotFound(till);
  return null;
}
