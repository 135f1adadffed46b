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
  readonly caller: Caller;
  /** The database for what the caller asks: for a program, it does nothing unless its key is good. */
  readonly callersDb: Database;
  readonly isWithinRate: RateLimiter;
  /** Since the request came, in milliseconds. */
  elapsedMs(): number;
}

interface Asked {
  readonly requestId: string;
  readonly authorization: string | null;
  /** The Worker's bindings. */
  readonly env: Bindings | undefined;
}

/** Makes the context of one request: who calls, and with which database. */
export async function makeContext(
  work: Work,
  { requestId, authorization, env }: Asked,
  authenticate: Authenticate,
): Promise<Context> {
  const now = new Date(work.now);
  const caller = await authenticate(authorization, now);
  return {
    ...work,
    requestId,
    caller,
    callersDb: caller.kind === "program" ? databaseFor(caller, work) : work.db,
    isWithinRate: findRateLimiter(env, work.config.RATE_LIMITS),
    elapsedMs: () => work.clock().getTime() - now.getTime(),
  };
}

/** What the log tells of a call that failed unexpectedly. */
export const factsOf = (ctx: Context) => ({
  actorId: ctx.caller.kind === "nobody" ? null : ctx.caller.user.id,
  durationMs: ctx.elapsedMs(),
  databaseRequests: ctx.countDatabaseRequests(),
});

function databaseFor({ user: { id }, keyHash }: Extract<Caller, { kind: "program" }>, work: Work): Database {
  const onUse = () => work.afterResponse(({ db, now }) => markApiKeyUsed(db, id, now));
  return work.openDatabaseFor({ id, hash: keyHash, now: work.now, onUse });
}
