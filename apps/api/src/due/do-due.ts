import pLimit from "p-limit";
import type { Work } from "../work/work.ts";
import type { Id, Kind } from "./kind.ts";

/** The lane of a kind that has only one. */
const soleLane = "";

/** How long one run starts new pieces, in milliseconds. A Worker may run for a quarter of an hour. */
const maxRunMs = 10 * 60_000;

interface Run<Item, Outcome> {
  readonly work: Work;
  readonly kind: Kind<Item, Outcome>;
  readonly ids: readonly Id[] | undefined;
  readonly isSlow: boolean;
  readonly endsAt: number;
  /** How many rows it may still take. */
  left: number;
}

/**
 * Does the due work of a kind in bounded pieces: all of it, or only the named rows. Lanes are independent: a lane that
 * fails or is slow delays no other.
 *
 * @throws AggregateError with the faults of the lanes that stopped.
 */
export async function doDue<Item, Outcome>(work: Work, kind: Kind<Item, Outcome>, ids?: readonly Id[]): Promise<void> {
  const startedAt = work.clock();
  const lanes = kind.lanes ? await kind.lanes(work, startedAt.toISOString(), ids) : [soleLane];
  const run: Run<Item, Outcome> = {
    work,
    kind,
    ids,
    isSlow: kind.waitsForOthers(work),
    endsAt: startedAt.getTime() + maxRunMs,
    left: kind.perRun,
  };
  const ends = await Promise.allSettled(lanes.map((lane) => drain(run, lane)));
  const faults = ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : []));
  if (faults.length > 0) throw new AggregateError(faults, "Due work could not go on.");
}

/** Does the due work of one lane, piece by piece. */
async function drain<Item, Outcome>(run: Run<Item, Outcome>, lane: string): Promise<void> {
  const { work, kind, ids, isSlow } = run;
  for (let isFirst = true; run.left > 0 && work.clock().getTime() < run.endsAt; isFirst = false) {
    // The first piece has one row, to find out whether the receiver answers.
    const atMost = Math.min(run.left, isSlow && isFirst ? 1 : kind.pieceSize);
    run.left -= atMost;
    const takenAt = work.clock();
    const taker = { taker: work.newCommandId(), now: takenAt.toISOString(), atMost };
    const items = await kind.take(work, taker, { lane, ids });
    const { made, givenBack, isUnanswered } = await attemptAll(run, items, takenAt.getTime());
    run.left += atMost - made.length;
    if (items.length === 0) return;
    await kind.record(work, { lane, taker: taker.taker, made, givenBack, now: work.clock().toISOString() });
    if (isUnanswered || made.length === 0) return;
    // New work in an owned lane is left to its owner, so the owner checks once more.
    if (!isSlow && items.length < atMost) return;
  }
}

/** Does the rows of one piece, while their lease lasts and the receiver answers. */
async function attemptAll<Item, Outcome>(
  { work, kind, isSlow }: Run<Item, Outcome>,
  items: readonly Item[],
  takenAt: number,
) {
  const made: { item: Item; outcome: Outcome }[] = [];
  const givenBack: Item[] = [];
  let isUnanswered = false;
  const lastBeginning = takenAt + kind.leaseMs - kind.itemMs;
  const attempt = async (item: Item) => {
    if (isUnanswered || work.clock().getTime() > lastBeginning) {
      givenBack.push(item);
      return;
    }
    const outcome = await kind.attempt(work, item);
    made.push({ item, outcome });
    if (isSlow && kind.isUnanswered(outcome)) isUnanswered = true;
  };
  await pLimit(kind.atOnce).map(items, (item) => (isSlow ? work.outside(() => attempt(item)) : attempt(item)));
  return { made, givenBack, isUnanswered };
}
