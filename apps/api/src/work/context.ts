import type { ScenarioFault } from "@till/contracts";
import { traceIdOf } from "@till/domain";
import { type Database, markApiKeyUsed } from "@till/db";
import type { Authenticate } from "../auth/authenticator.ts";
import { type Caller, type KeyHolder, isKeyHolder } from "../auth/caller.ts";
import type { Bindings } from "../bindings.ts";
import { type RateLimiter, findRateLimiter } from "../rate-limiter.ts";
import type { Work } from "./work.ts";

/** Everything that a procedure knows about its request: the work, and the caller. */
export interface Context extends Work {
  /** Names this request in logs, in a header of the answer, and in the answer to an unexpected fault. */
  readonly requestId: string;
  /**
   * The caller. A procedure that anybody may call does not wait for it, because the login service may have to answer
   * first.
   */
  caller(): Promise<Caller>;
  /** The caller, as far as it is known by now. */
  knownCaller(): Caller | null;
  /** The database for the caller's request. For a program or a guest it does nothing unless the key or link is valid. */
  readonly callersDb: Database;
  readonly isWithinRate: RateLimiter;
  /** The network that the request is counted for; null if it is unknown. */
  readonly address: string | null;
  /** Breaks the answer to the request on its way to the caller. The request itself was done. */
  breakAnswer(fault: ScenarioFault): void;
  /** The time since the request arrived, in milliseconds. */
  elapsedMs(): number;
  /** Whether there is a procedure of this name. */
  isProcedure(name: string): Promise<boolean>;
}

interface Asked {
  readonly requestId: string;
  readonly authorization: string | null;
  /** Called with the caller, once it is known. */
  readonly onCaller: (caller: Caller) => void;
  readonly address: string | null;
  readonly breakAnswer: (fault: ScenarioFault) => void;
  /** The Worker's bindings. */
  readonly env: Bindings | undefined;
  readonly isProcedure: (name: string) => Promise<boolean>;
}

/**
 * Makes the context of one request: its caller and its database. The caller is known at once, unless the keys of the
 * login service must be fetched.
 */
export async function makeContext(work: Work, asked: Asked, authenticate: Authenticate): Promise<Context> {
  const { requestId, authorization, address, env, onCaller, breakAnswer, isProcedure } = asked;
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
  // The requested keys are kept, even if nothing waits for them now.
  if (seen.caller === null) work.afterResponse(() => caller);
  return {
    ...work,
    requestId,
    caller: () => caller,
    knownCaller: () => seen.caller,
    callersDb: seen.caller !== null && isKeyHolder(seen.caller) ? databaseFor(seen.caller, work) : work.db,
    isWithinRate: findRateLimiter(env, work.config.RATE_LIMITS),
    address,
    breakAnswer,
    isProcedure,
    elapsedMs: () => work.clock().getTime() - now.getTime(),
  };
}

/** The facts in the log about a call that failed unexpectedly. */
export function factsOf(ctx: Context) {
  const caller = ctx.knownCaller();
  return {
    traceId: traceIdOf(ctx.trace, ctx.requestId),
    actorId: caller === null || caller.kind === "nobody" ? null : caller.user.id,
    durationMs: ctx.elapsedMs(),
    databaseRequests: ctx.countDatabaseRequests(),
  };
}

function databaseFor({ kind, user: { id }, keyHash }: KeyHolder, work: Work): Database {
  const onUse = () => work.afterResponse(({ db, now }) => markApiKeyUsed(db, id, now));
  return work.openDatabaseFor({ kind, id, hash: keyHash, now: work.now, onUse });
}
