import type { Taker } from "@till/db";
import type { Work } from "../work/work.ts";

/** The id of a row. */
export type Id = number | string;

/** The result of a piece: the outcome of each row that was started, and the rows that were not. */
export interface Piece<Item, Outcome> {
  readonly lane: string;
  readonly taker: string;
  readonly made: readonly { readonly item: Item; readonly outcome: Outcome }[];
  readonly givenBack: readonly Item[];
  /** When it ended, ISO 8601. */
  readonly now: string;
}

/** A kind of due work, as data. `do-due.ts` does every kind. */
export interface Kind<Item, Outcome> {
  /** How many rows are taken at once. */
  readonly pieceSize: number;
  /** How long the rows belong to their taker, in milliseconds. */
  readonly leaseMs: number;
  /** How long one row may take, in milliseconds. A row that could take longer than its lease is not started. */
  readonly itemMs: number;
  /** How many rows of a piece are done at the same time. */
  readonly atOnce: number;
  /** How many rows one run does at most, so that it ends. The next run continues. */
  readonly perRun: number;
  /**
   * Whether it waits for other people's servers. Then it shares no lane with what does not, a lane belongs to one taker
   * at a time, and a server is asked once before it gets more.
   */
  waitsForOthers(work: Work): boolean;
  /** The lanes of all or of the named rows. A slow lane delays no other. If absent, there is one lane. */
  lanes?(work: Work, now: string, ids: readonly Id[] | undefined): Promise<readonly string[]>;
  /** Takes due rows of a lane. The owner of a lane takes everything that is due in it, not only the named rows. */
  take(work: Work, taker: Taker, from: { lane: string; ids: readonly Id[] | undefined }): Promise<readonly Item[]>;
  /** Does one row. It never throws: a failure is an outcome. */
  attempt(work: Work, item: Item): Promise<Outcome>;
  /** Whether an outcome means that the receiver does not answer. Then the lane is left alone. */
  isUnanswered(outcome: Outcome): boolean;
  /** Records a piece: when each row is due again, if it is. */
  record(work: Work, piece: Piece<Item, Outcome>): Promise<void>;
}
