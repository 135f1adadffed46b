import { type Client, type InStatement, LibsqlError } from "@libsql/client/web";

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

type Batch = (statements: InStatement[], mode: "read" | "write") => ReturnType<Client["batch"]>;

/** How exact the last use of a key is kept, in milliseconds. */
const useResolutionMs = 60_000;

/**
 * A batch that begins with the check of the key: one transaction decides both, without a request of its own. A key that
 * is not good makes the check fail, as text that is no JSON does, and with it the whole batch.
 */
export function checkingKey(batch: Batch, { id, hash, now, onUse }: KeyCheck): Batch {
  const staleAt = new Date(Date.parse(now) - useResolutionMs).toISOString();
  const check = {
    sql: `SELECT json(iif(count(*) = 1, '1', '{')) AS good, coalesce(max(last_used_at), '') <= ? AS stale
      FROM api_keys WHERE id = ? AND hash = ? AND revoked_at IS NULL`,
    args: [staleAt, id, hash],
  };
  return async (statements, mode) => {
    const [checked, ...results] = await batch([check, ...statements], mode).catch(rethrow);
    if (checked?.rows[0]?.["stale"] === 1) onUse();
    return results;
  };
}

function rethrow(error: unknown): never {
  if (error instanceof LibsqlError && error.message.includes("malformed JSON") && isOfFirst(error))
    throw new ApiKeyRejected("The API key is unknown or revoked.", { cause: error });
  throw error;
}

const isOfFirst = (error: LibsqlError) => "statementIndex" in error && error.statementIndex === 0;
