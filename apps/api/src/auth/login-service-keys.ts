import { type CryptoKey, type JWTVerifyGetKey, createRemoteJWKSet, customFetch, errors } from "jose";
import { TokenFault } from "./token-fault.ts";

/** How long the login service may take to answer with its keys, in milliseconds. */
export const keysTimeoutMs = 5_000;

/** How long its keys are kept, in milliseconds. */
const keptMs = 10 * 60_000;

/** How old the keys must be before they are fetched again for a token that none of them fits, in milliseconds. */
const cooldownMs = 30_000;

/** How long others wait for a running request for the keys, in milliseconds. After that they fail at once. */
const patienceMs = 1_000;

/** The pause after a failure of the service, in milliseconds. It doubles with each failure, up to the maximum. */
const pauseMs = { first: 10_000, most: 60_000 };

/** Bits of an RSA key that a signature may be verified with (RFC 7518, 3.3). */
const minRsaBits = 2_048;

/** The keys of the login service can't be fetched. */
export class LoginServiceFault extends Error {
  override readonly name = "LoginServiceFault";
}

/** Finds the key of a token, at a time. `onWait` is called if the keys have to be fetched first. */
export type FindKey = (now: Date, onWait: () => void) => JWTVerifyGetKey;

/** Whether a key is too short to be safe. */
export const isTooShort = ({ algorithm }: CryptoKey): boolean =>
  "modulusLength" in algorithm && Number(algorithm.modulusLength) < minRsaBits;

/**
 * The keys of the login service. They are fetched on first use, kept for ten minutes, and fetched again for a token
 * that none of them fits. After a failure there is a pause in which no request waits for the service.
 *
 * The function throws LoginServiceFault if the keys can't be fetched. Every other error is a fault of the token.
 */
export function loginServiceKeys(url: string, fetchKeys: typeof fetch): FindKey {
  // This code decides when to fetch. The library would call a failing service again for each token.
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
 * Makes `load` fail at once during a pause: for a time after a failure, and while an earlier call takes too long. A
 * call that never returns, because its request was cut off, is forgotten after that time.
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
