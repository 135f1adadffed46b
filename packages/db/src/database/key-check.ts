import { sql } from "drizzle-orm";
import { apiKeys } from "../schema/schema.ts";
import { type Bound, rawStatement } from "../statements/statement.ts";
import { DatabaseError } from "./faults.ts";

/** A caller's API key, as its hash. Only the database knows whether it is valid. */
export interface KeyCheck {
  readonly id: string;
  /** SHA-256 of the whole key, in hex. */
  readonly hash: string;
  /** The time of the request, ISO 8601. */
  readonly now: string;
  /** Called when the key is valid and its recorded last use is older than a minute. */
  readonly onUse: () => void;
}

/** The API key is unknown or revoked. Nothing in its batch was done. */
export class ApiKeyRejected extends Error {
  override readonly name = "ApiKeyRejected";
}

/** The answer of the check: whether the recorded last use is old enough to be updated. */
export type Checked = readonly { readonly stale: 0 | 1 }[];

/** The resolution of a key's last use, in milliseconds. */
const useResolutionMs = 60_000;

/** For an invalid key this statement parses text that is not JSON, so it fails, and the whole batch with it. */
const check = rawStatement<Checked[number], { id: string; hash: string; staleAt: string }>(
  (
    given,
  ) => sql`SELECT json(iif(count(*) = 1, '1', '{')) AS good, coalesce(max(last_used_at), '') <= ${given.staleAt} AS stale
    FROM ${apiKeys} WHERE id = ${given.id} AND hash = ${given.hash} AND revoked_at IS NULL`,
);

/** The first statement of every batch with a key, so that check and work are one transaction. One that writes runs it before, too. */
export const checkKey = ({ id, hash, now }: KeyCheck): Bound<Checked> =>
  check({ id, hash, staleAt: new Date(Date.parse(now) - useResolutionMs).toISOString() });

/** Whether a batch failed at its key check. */
export const isRejectedKey = (error: unknown): boolean =>
  error instanceof DatabaseError && error.statementIndex === 0 && error.message.includes("malformed JSON");
