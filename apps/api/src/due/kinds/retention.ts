import { keptKinds, purge, purgePieceSize, purgeTimes } from "@till/db";
import { log } from "../../log.ts";
import { retentionOf } from "../../retention-settings.ts";
import type { Work } from "../../work/work.ts";

/** How many pieces of a kind a sweep deletes at most, so that it ends. The next sweep continues. */
const maxPieces = 10;

/**
 * Deletes what the settings say to keep no longer, by the clock of the till. A sweep that finds nothing makes one request,
 * and takes no write lock.
 */
export async function deleteOld({ db, config, clock, till }: Work): Promise<void> {
  const retention = retentionOf(config);
  if (retention === null) return;
  const now = clock().toISOString();
  const dueAt = await purgeTimes(db, retention);
  for (const kind of keptKinds) {
    const [since, days] = [dueAt[kind], retention[kind]];
    if (since === null || days === null || since > now) continue;
    let deleted = 0;
    for (let piece = 1; piece <= maxPieces; piece += 1) {
      deleted += await purge(db, kind, { now, days });
      if (deleted < piece * purgePieceSize) break;
    }
    log.info("What was kept long enough is deleted.", { till, kind, deleted });
  }
}
