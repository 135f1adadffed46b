import { defaultTill } from "@till/contracts";
import { closeOverTills, knowsDue, nextDueAt, noteNextDue, takeDueTills } from "@till/db";
import { realTimeOf } from "@till/domain";
import pLimit from "p-limit";
import { sweep } from "../due/sweep.ts";
import { log } from "../log.ts";
import type { Work } from "../work/work.ts";
import { finishDelete } from "./tills.ts";

/** How many tills are deleted at once. */
const deletionsAtOnce = 5;

/**
 * What the cron trigger does for all tills but the default one: it deletes those that have expired, and has the queue sweep
 * those where work is due. The directory knows which, so that not each till is asked each minute.
 */
export async function sweepTills(work: Work): Promise<void> {
  if (work.tillStore === null) return;
  const { db } = work.inTill(defaultTill);
  for (const { id, until } of await takeDueTills(db, work.now)) work.enqueue({ kind: "sweep", till: id, until });
  await pLimit(deletionsAtOnce).map(await closeOverTills(db, work.now), async (id) => {
    try {
      await finishDelete(work, id);
    } catch (error) {
      log.error("A till could not be deleted; the next sweep tries again.", { till: id, error });
    }
  });
}

/** Sweeps one till if work is due in it, and keeps when its next work is due. It was left to this sweep `until` then. */
export async function sweepTill(work: Work, until: string): Promise<void> {
  const dueAt = await nextDueAt(work.db);
  if (dueAt !== null && dueAt <= work.clock().toISOString()) await sweep(work);
  await noteTill(work, until);
}

/** Keeps in the directory when the next work of a till is due. The default till needs none: the cron trigger sweeps it. */
export async function noteTill(work: Work, until: string | null = null): Promise<void> {
  if (work.till === defaultTill) return;
  const dueAt = await nextDueAt(work.db);
  // The directory goes with the real time. In a till whose clock stands still nothing falls due by itself.
  const realDueAt = dueAt === null ? null : realTimeOf(work.tillClock, dueAt);
  const { db } = work.inTill(defaultTill);
  // Most commands bring nothing forward: then nobody waits for the write lock of the directory.
  if (until === null && (await knowsDue(db, work.till, realDueAt))) return;
  await noteNextDue(db, work.till, realDueAt, until);
}
