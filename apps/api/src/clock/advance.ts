import { type AdvancedClock, type ClockState, type SetClockInput, defaultTill, limits } from "@till/contracts";
import { beforeItHappens, countDue, nextDueAt, setClock, whatHappened } from "@till/db";
import { type Clock, clockStateOf, movedTo, realClock, refuse, timeBy } from "@till/domain";
import { deleteOld } from "../due/kinds/retention.ts";
import { sweep } from "../due/sweep.ts";
import { RefusalError } from "../refusals/refusal-error.ts";
import { sleep } from "../sleep.ts";
import type { Work } from "../work/work.ts";

/** How long one call may take, in milliseconds. Clients wait half a minute. */
const maxCallMs = 20_000;

/** How many sweeps one moment gets. A sweep may create more work, and a receiver that does not answer stays due. */
const maxSweepsAtOnce = 20;

/** The pause before the next check of rows that others have taken, in milliseconds. */
const lookAgainMs = 50;

/** Freezes the clock of a till, or lets it follow the real time. @throws RefusalError if the clock would go back. */
export async function putClock(work: Work, { mode, now }: SetClockInput): Promise<ClockState> {
  refuseDefaultTill(work);
  const at = now ?? work.now;
  if (at < work.now) throw wrong("now", `must not be earlier than it is in the till, ${work.now}`);
  if (mode === "real" && work.clock() > work.realTime())
    throw wrong("mode", "can't be real any more: the clock is ahead of the real time, and no clock goes back");
  if (mode === "real" && now !== undefined) throw wrong("now", "is for a frozen clock");
  const realTime = work.realTime();
  const clock: Clock = mode === "real" ? realClock : { mode, at: Date.parse(at) };
  const move = { id: work.newCommandId(), from: work.now, realTime };
  return clockStateOf(await setClock(work.db, clock, move), realTime);
}

const latestClock = new Date(limits.latestClock);

const wrong = (field: string, message: string) => new RefusalError(refuse.invalid([{ field, message }]));

/**
 * Advances the clock of a till step by step. It stops at each time at which something is due, and does that work. The
 * rows tell what happened.
 *
 * @throws RefusalError if it would become later than a clock may be.
 */
export async function advanceClock(work: Work, byMs: number): Promise<AdvancedClock> {
  refuseDefaultTill(work);
  const { db, realTime } = work;
  const startedAt = realTime().getTime();
  const from = work.clock();
  const target = new Date(from.getTime() + byMs);
  if (target > latestClock) throw wrong("now", `must not become later than ${limits.latestClock}`);
  const before = await beforeItHappens(db);
  let clock = work.tillClock;
  const move = { id: work.newCommandId(), from: from.toISOString() };
  const moveTo = async (time: Date) => {
    const real = realTime();
    clock = await setClock(db, movedTo(clock, time, real), { ...move, realTime: real });
  };
  for (let time: Date | null = from; time !== null && realTime().getTime() - startedAt < maxCallMs;) {
    if (time > timeBy(clock, realTime())) await moveTo(time);
    await doAllDue(work, clock);
    time = await nextMoment(work, time, target);
    if (time === null) await moveTo(later(target, timeBy(clock, realTime())));
  }
  await deleteOld(work.inTill(work.till, clock));
  return {
    ...clockStateOf(clock, realTime()),
    happened: await whatHappened(db, before, from.toISOString()),
  };
}

const later = (one: Date, other: Date) => (one > other ? one : other);

/** The next time at which something is due, up to the target; null if there is none. */
async function nextMoment({ db }: Work, time: Date, target: Date): Promise<Date | null> {
  const next = await nextDueAt(db, time.toISOString());
  return next !== null && next <= target.toISOString() ? new Date(next) : null;
}

/** Does the work that is due by a clock, and the work that follows from it at once. It tells the queue nothing. */
async function doAllDue(outside: Work, clock: Clock): Promise<void> {
  const work: Work = { ...outside.inTill(outside.till, clock), enqueue: () => undefined };
  let before = "";
  for (let sweeps = 0; sweeps < maxSweepsAtOnce; sweeps += 1) {
    const { due, taken, rows } = await countDue(work.db, work.clock().toISOString());
    if (taken > 0) await sleep(lookAgainMs);
    else if (due === 0 || rows === before) return;
    else before = rows;
    if (due > 0) await sweep(work);
  }
}

function refuseDefaultTill({ till }: Work): void {
  if (till === defaultTill) throw new RefusalError(refuse.clockOfDefaultTill());
}
