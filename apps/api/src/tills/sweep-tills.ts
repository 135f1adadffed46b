import { defaultTill } from "@till/contracts";
import { closeOverTills, knowsDue, nextDueAt, noteNextDue, purgeTimes, takeDueTills } from "@till/db";
import { realTimeOf } from "@till/domain";
import pLimit from "p-limit";
import { sweep } from "../due/sweep.ts";
import { log } from "../log.ts";
import { retentionOf } from "../retention-settings.ts";
import type { Work } from "../work/work.ts";
import { finishDelete } from "./tills.ts";

/** How many tills are deleted at once. */
const deletionsAtOnce = 5;

/**
 * The work of the cron trigger for all tills but the default one. It deletes expired tills, and tells the queue to
 * sweep those with due work. The directory lists them, so Till does not query each till each minute.
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

/**
 * Sweeps one till if work is due in it, and keeps when its next work is due. The till belongs to this sweep until
 * `until`.
 */
export async function sweepTill(work: Work, until: string): Promise<void> {
  const dueAt = await nextWorkAt(work);
  if (dueAt === null || dueAt > work.clock().toISOString()) return note(work, dueAt, until);
  await sweep(work);
  return note(work, await nextWorkAt(work), until);
}

/**
 * Keeps in the directory when the next work of a till is due. The default till has no entry: the cron trigger sweeps
 * it.
 */
export async function noteTill(work: Work): Promise<void> {
  if (work.till !== defaultTill) await note(work, await nextWorkAt(work), null);
}

/** When a sweep of a till has work next: what is due, or has been kept long enough. */
async function nextWorkAt({ db, config }: Work): Promise<string | null> {
  const retention = retentionOf(config);
  const dueAt = await nextDueAt(db);
  const times = retention === null ? [dueAt] : [dueAt, ...Object.values(await purgeTimes(db, retention))];
  return times.filter((time) => time !== null).toSorted()[0] ?? null;
}

async function note(work: Work, dueAt: string | null, until: string | null): Promise<void> {
  // The directory uses the real time. In a till with a frozen clock nothing becomes due by itself.
  const realDueAt = dueAt === null ? null : realTimeOf(work.tillClock, dueAt);
  const { db } = work.inTill(defaultTill);
  // Most commands make nothing due earlier. Then nothing waits for the write lock of the directory.
  if (until === null && (await knowsDue(db, work.till, realDueAt))) return;
  await noteNextDue(db, work.till, { nextDueAt: realDueAt, until });
}
