import type { Bound } from "../statements/statement.ts";
import { KeyRejected, type KeyCheck, checkKey, isRejectedKey } from "./key-check.ts";
import { type Mode, type Way, sendBatch } from "./pipeline.ts";

/**
 * One transaction checks the key and does the work, so the check needs no extra request. If the transaction takes the
 * write lock, the key is also checked before that, so that made-up keys can't make others wait.
 */
export async function sendChecked(way: Way, key: KeyCheck, statements: readonly Bound<unknown>[], mode: Mode) {
  const check = checkKey(key);
  const [checked, ...results] = await sendBatch(way, [check, ...statements], {
    mode,
    checksFirst: mode === "write",
  }).catch((error: unknown) => {
    throw isRejectedKey(error)
      ? new KeyRejected("The API key or guest link is unknown, revoked or expired.", { cause: error })
      : error;
  });
  if (checked && check.toRows(checked)[0]?.stale === 1) key.onUse();
  return results;
}
