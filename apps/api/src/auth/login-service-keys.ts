import { type CryptoKey, type JWTVerifyGetKey, createRemoteJWKSet, customFetch, errors } from "jose";
import { TokenFault } from "./token-fault.ts";

/** How long the login service may take to show its keys, in milliseconds. */
export const keysTimeoutMs = 5_000;

/** How long its keys are kept, in milliseconds. */
const keptMs = 10 * 60_000;

/** How old the keys must be before they are fetched again for a token that none of them fits, in milliseconds. */
const cooldownMs = 30_000;

/** How long others wait with a request for the keys, before they are told at once that the service does not answer. */
const patienceMs = 1_000;

/** How long the service is left alone after a failure, in milliseconds. It doubles with each failure up to the most. */
const pauseMs = { first: 10_000, most: 60_000 };

/** Bits of an RSA key that a signature may be verified with (RFC 7518, 3.3). */
const minRsaBits = 2_048;

/** The keys of the login service can't be fetched. */
export class LoginServiceFault extends Error {
  override readonly name = "LoginServiceFault";
}

/** Finds the key of a token, at a time. `onWait` is called if the keys have to be fetched first. */
export type FindKey = (now: Date, onWait: () => void) => JWTVerifyGetKey;

/** Whether a key is too short to prove anything. */
export const isTooShort = ({ algorithm }: CryptoKey): boolean =>
  "modulusLength" in algorithm && Number(algorithm.modulusLength) < minRsaBits;

/**
 * The keys of the login service: fetched when they are first needed, kept for ten minutes, and fetched again for a token
 * that none of them fits. A service that does not answer is left alone for a while, in which nobody waits for it.
 *
 * The function throws LoginServiceFault where the keys can't be fetched. Everything else is the token's fault.
 */
export function loginServiceKeys(url: string, fetchKeys: typeof fetch): FindKey {
  // When to fetch is decided here: the library would ask a service that fails again for each token.
  const keySet = createRemoteJWKSet(new URL(url), {
    timeoutDuration: keysTimeoutMs,
    cooldownDuration: Infinity,
    cacheMaxAge: Infinity,
    [customFetch]: fetchKeys,
  });
  const load = backingOff(() => keySet.reload());
  let loadedAt = -Infinity;
  return (now, onWait) => async (header, token) => {
    const time = now.getTime();
    const loadIfOlder = async (ageMs: number) => {
      if (time - loadedAt < ageMs) return false;
      onWait();
      await load(time);
      loadedAt = time;
      return true;
    };
    await loadIfOlder(keptMs);
    const find = () => keySet(header, token).then(judge, explain);
    try {
      return await find();
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey && (await loadIfOlder(cooldownMs))) return find();
      throw error;
    }
  };
}

/**
 * Makes `load` fail at once while what it asks is left alone: for a time after a failure, and from a moment after a call
 * that has not come back. A call that never comes back, because its request was cut off, is forgotten after that time.
 */
function backingOff(load: () => Promise<void>): (time: number) => Promise<void> {
  const none = { from: Infinity, until: -Infinity };
  let pause = none;
  let failures = 0;
  return async (time) => {
    if (pause.from <= time && time < pause.until)
      throw new LoginServiceFault("The login service did not show its keys, and is left alone for a while.");
    if (pause.until <= time) pause = { from: time + patienceMs, until: time + pauseMs.first };
    try {
      await load();
      failures = 0;
      pause = none;
    } catch (cause) {
      pause = { from: time, until: time + Math.min(pauseMs.first * 2 ** failures, pauseMs.most) };
      failures += 1;
      throw new LoginServiceFault("The keys of the login service can't be fetched.", { cause });
    }
  };
}

function judge(key: CryptoKey): CryptoKey {
  if (isTooShort(key)) throw new TokenFault("UNUSABLE_KEY");
  return key;
}

/** No key fits the token, or the one that fits can't be used. */
function explain(error: unknown): never {
  throw error instanceof errors.JOSEError ? error : new TokenFault("UNUSABLE_KEY");
}
