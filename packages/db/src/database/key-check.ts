import { sql } from "drizzle-orm";
import { apiKeys } from "../schema/schema.ts";
import { type Bound, rawStatement } from "../statements/statement.ts";
import { DatabaseError } from "./faults.ts";

/** The API key of a caller, as its hash: whether it is good only the database knows. */
export interface KeyCheck {
  readonly id: string;
  /** SHA-256 of the whole key, in hex. */
  readonly hash: string;
  /** The time of the request, ISO 8601. */
  readonly now: string;
  /** Called when the key is good and its last use is not of this minute. */
  readonly onUse: () => void;
}

/** An API key that is unknown or revoked. Nothing of the batch that it came with was done. */
export class ApiKeyRejected extends Error {
  override readonly name = "ApiKeyRejected";
}

/** What the check of a key says: whether its last use is long enough ago to be written down again. */
export type Checked = readonly { readonly stale: 0 | 1 }[];

/** How exact the last use of a key is kept, in milliseconds. */
const useResolutionMs = 60_000;

/** A key that is not good makes this statement fail, as text that is no JSON does, and with it the whole batch. */
const check = rawStatement<Checked[number], { id: string; hash: string; staleAt: string }>(
  (
    given,
  ) => sql`SELECT json(iif(count(*) = 1, '1', '{')) AS good, coalesce(max(last_used_at), '') <= ${given.staleAt} AS stale
    FROM ${apiKeys} WHERE id = ${given.id} AND hash = ${given.hash} AND revoked_at IS NULL`,
);

/** The first statement of every batch that comes with a key. One transaction decides both. */
export const checkKey = ({ id, hash, now }: KeyCheck): Bound<Checked> =>
  check({ id, hash, staleAt: new Date(Date.parse(now) - useResolutionMs).toISOString() });

/** Whether a fault of a batch is the check that it began with. */
export const isRejectedKey = (error: unknown): boolean =>
  error instanceof DatabaseError && error.statementIndex === 0 && error.message.includes("malformed JSON");
