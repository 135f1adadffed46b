import { type Database, markApiKeyUsed } from "@till/db";
import type { Authenticate } from "../auth/authenticator.ts";
import type { Caller } from "../auth/caller.ts";
import type { Bindings } from "../bindings.ts";
import { type RateLimiter, findRateLimiter } from "../rate-limiter.ts";
import type { Work } from "./work.ts";

/** What a procedure knows of the request that it answers: the work, and who asks for it. */
export interface Context extends Work {
  /** Names this request in logs, in a header of the answer, and in the answer to an unexpected fault. */
  readonly requestId: string;
  /** Who calls. Nobody who may be anybody waits for it: the login service may have to be asked first. */
  caller(): Promise<Caller>;
  /** Who calls, as far as is known by now. */
  knownCaller(): Caller | null;
  /** The database for what the caller asks: for a program, it does nothing unless its key is good. */
  readonly callersDb: Database;
  readonly isWithinRate: RateLimiter;
  /** What the address of the request is counted as; null where nobody says it. */
  readonly address: string | null;
  /** Since the request came, in milliseconds. */
  elapsedMs(): number;
}

interface Asked {
  readonly requestId: string;
  readonly authorization: string | null;
  /** Called with who calls, once that is known. */
  readonly onCaller: (caller: Caller) => void;
  readonly address: string | null;
  /** The Worker's bindings. */
  readonly env: Bindings | undefined;
}

/**
 * Makes the context of one request: who calls, and with which database. Who calls is known by then, unless the login
 * service has to be asked for its keys.
 */
export async function makeContext(work: Work, asked: Asked, authenticate: Authenticate): Promise<Context> {
  const { requestId, authorization, address, env, onCaller } = asked;
  const now = new Date(work.now);
  const seen: { caller: Caller | null } = { caller: null };
  let stopWaiting: (() => void) | undefined;
  const waits = new Promise<void>((resolve) => (stopWaiting = resolve));
  const at = { till: work.till, now, realTime: work.realTime() };
  const caller = authenticate(authorization, at, () => stopWaiting?.()).then((found) => {
    onCaller(found);
    return (seen.caller = found);
  });
  await Promise.race([caller, waits]);
  // The keys that were asked for are kept, though nobody may wait for them now.
  if (seen.caller === null) work.afterResponse(() => caller);
  return {
    ...work,
    requestId,
    caller: () => caller,
    knownCaller: () => seen.caller,
    callersDb: seen.caller?.kind === "program" ? databaseFor(seen.caller, work) : work.db,
    isWithinRate: findRateLimiter(env, work.config.RATE_LIMITS),
    address,
    elapsedMs: () => work.clock().getTime() - now.getTime(),
  };
}

/** What the log tells of a call that failed unexpectedly. */
export function factsOf(ctx: Context) {
  const caller = ctx.knownCaller();
  return {
    actorId: caller === null || caller.kind === "nobody" ? null : caller.user.id,
    durationMs: ctx.elapsedMs(),
    databaseRequests: ctx.countDatabaseRequests(),
  };
}

function databaseFor({ user: { id }, keyHash }: Extract<Caller, { kind: "program" }>, work: Work): Database {
  const onUse = () => work.afterResponse(({ db, now }) => markApiKeyUsed(db, id, now));
  return work.openDatabaseFor({ id, hash: keyHash, now: work.now, onUse });
}
