import { sql } from "drizzle-orm";
import { apiKeys, guestLinks } from "../schema/schema.ts";
import { type Bound, rawStatement } from "../statements/statement.ts";
import { DatabaseError } from "./faults.ts";

/** A caller's API key, or the token of a guest's link, as its hash. Only the database knows whether it is valid. */
export interface KeyCheck {
  readonly kind: "program" | "guest";
  /** The id of the key or of the guest. */
  readonly id: string;
  /** SHA-256 of the whole key, or of the secret of the token, in hex. */
  readonly hash: string;
  /** The time of the request, ISO 8601. */
  readonly now: string;
  /** Called when an API key is valid and its recorded last use is older than a minute. */
  readonly onUse: () => void;
}

/** The API key or guest link is unknown, revoked or expired. Nothing in its batch was done. */
export class KeyRejected extends Error {
  override readonly name = "KeyRejected";
}

/** The answer of the check: whether the recorded last use is old enough to be updated. */
export type Checked = readonly { readonly stale: 0 | 1 }[];

/** The resolution of a key's last use, in milliseconds. */
const useResolutionMs = 60_000;

interface Values {
  readonly id: string;
  readonly hash: string;
  readonly now: string;
  readonly staleAt: string;
}

/** For an invalid key this parses text that is not JSON, so the statement fails, and the whole batch with it. */
const good = sql`json(iif(count(*) = 1, '1', '{')) AS good`;

const checks = {
  program: rawStatement<Checked[number], Values>(
    ({ id, hash, staleAt }) => sql`SELECT ${good}, coalesce(max(last_used_at), '') <= ${staleAt} AS stale
      FROM ${apiKeys} WHERE id = ${id} AND hash = ${hash} AND revoked_at IS NULL`,
  ),
  guest: rawStatement<Checked[number], Values>(
    ({ id, hash, now }) => sql`SELECT ${good}, 0 AS stale
      FROM ${guestLinks} WHERE hash = ${hash} AND user_id = ${id} AND expires_at > ${now}`,
  ),
};

/** The first statement of every batch with a key, so that check and work are one transaction. One that writes runs it before, too. */
export const checkKey = ({ kind, id, hash, now }: KeyCheck): Bound<Checked> =>
  checks[kind]({ id, hash, now, staleAt: new Date(Date.parse(now) - useResolutionMs).toISOString() });

/** Whether a batch failed at its key check. */
export const isRejectedKey = (error: unknown): boolean =>
  error instanceof DatabaseError && error.statementIndex === 0 && error.message.includes("malformed JSON");
