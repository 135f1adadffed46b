import type { Taker } from "@till/db";
import type { Work } from "../work/work.ts";

/** Whatever names a row. */
export type Id = number | string;

/** What was made of a piece: what came of each row that was begun, and the rows that were not. */
export interface Piece<Item, Outcome> {
  readonly lane: string;
  readonly taker: string;
  readonly made: readonly { readonly item: Item; readonly outcome: Outcome }[];
  readonly givenBack: readonly Item[];
  /** When it ended, ISO 8601. */
  readonly now: string;
}

/** A kind of due work, as data: `do-due.ts` does any of them. */
export interface Kind<Item, Outcome> {
  /** How many rows are taken at once. */
  readonly pieceSize: number;
  /** For how long they belong to who took them, in milliseconds. */
  readonly leaseMs: number;
  /** How long one of them may take, in milliseconds. One that could take longer than its lease is not begun. */
  readonly itemMs: number;
  /** How many rows of a piece are done at the same time. */
  readonly atOnce: number;
  /** How many rows one run does at most, so that it ends. The next one goes on. */
  readonly perRun: number;
  /**
   * Whether it waits for other people's servers. Then it shares no lane with what does not, a lane belongs to one taker
   * at a time, and a server is asked once before it gets more.
   */
  waitsForOthers(work: Work): boolean;
  /** What the work is split into, so that a slow part holds up no other: of all or of the named rows. One lane if absent. */
  lanes?(work: Work, now: string, ids: readonly Id[] | undefined): Promise<readonly string[]>;
  /** Takes rows of a lane that are due. Who owns a lane takes all that is due in it, not only what is named. */
  take(work: Work, taker: Taker, from: { lane: string; ids: readonly Id[] | undefined }): Promise<readonly Item[]>;
  /** Does what one row says. It never throws: a failure is an outcome. */
  attempt(work: Work, item: Item): Promise<Outcome>;
  /** Whether an outcome says that nobody answers. The lane is left alone then. */
  isUnanswered(outcome: Outcome): boolean;
  /** Records a piece: when each row is due again, if it is. */
  record(work: Work, piece: Piece<Item, Outcome>): Promise<void>;
}
