import { defaultTill } from "@till/contracts";
import { readClock } from "@till/db";
import type { Work } from "./work.ts";

/**
 * The same work by the clock of its till: one request to the database. The default till and shops follow the real time.
 *
 * @throws NoSuchDatabase if there is no such till.
 */
export async function atTillTime(work: Work): Promise<Work> {
  if (work.till === defaultTill || !work.config.SANDBOX) return work;
  return work.inTill(work.till, await readClock(work.db));
}
