import { giveUpLeaving, readLeaving, releaseHeld } from "@till/db";
import { refuse } from "@till/domain";
import { RefusalError } from "../refusals/refusal-error.ts";
import { sleep } from "../sleep.ts";
import type { Work } from "../work/work.ts";

/** The pause before the next look, in milliseconds. */
const lookAgainMs = 30;

/** How long to wait for a call to come to where it is held, and for a held answer to go out, in milliseconds. */
const comesWithinMs = 10_000;
const leavesWithinMs = 5_000;

/** The head start of an answer over what goes out next, in milliseconds. No caller says that an answer has arrived. */
const headStartMs = 100;

/**
 * Lets the answers go that a fault holds, and returns when they have gone out: the time of the last one. If its call is
 * still on its way, it waits for it.
 *
 * @throws RefusalError if no call comes, or if a caller has gone away.
 */
export async function releaseAnswers(work: Work, faultId: string, field: string): Promise<string> {
  const { db, realTime } = work;
  const isHeldInTime = await isTrueWithin(work, comesWithinMs, async () => {
    return (await releaseHeld(db, faultId, realTime().toISOString())) > 0;
  });
  if (!isHeldInTime) throw wrong(field, "holds no answer: its call did not come, or its time is over");
  const hasLeft = await isTrueWithin(work, leavesWithinMs, async () => (await readLeaving(db, faultId)).leaving === 0);
  if (!hasLeft) await giveUpLeaving(db, faultId);
  const { wentAt } = await readLeaving(db, faultId);
  if (!hasLeft || wentAt === null) throw wrong(field, "held an answer whose caller has gone away");
  await sleep(headStartMs);
  return wentAt;
}

const wrong = (field: string, message: string) => new RefusalError(refuse.invalid([{ field, message }]));

/** Looks until something is true, or the time is over. */
async function isTrueWithin({ realTime }: Work, ms: number, look: () => Promise<boolean>): Promise<boolean> {
  const endsAt = realTime().getTime() + ms;
  for (;;) {
    if (await look()) return true;
    if (realTime().getTime() >= endsAt) return false;
    await sleep(lookAgainMs);
  }
}
