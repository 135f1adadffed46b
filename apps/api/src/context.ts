import { type Database, type KeyCheck, markApiKeyUsed, openDatabase } from "@till/db";
import { type Gateway, gatewayInUse, simulator } from "@till/domain";
import { customAlphabet } from "nanoid";
import type { Authenticate } from "./auth/authenticator.ts";
import type { Caller } from "./auth/caller.ts";
import type { Channels } from "./channels/channel.ts";
import { mockChannels } from "./channels/mock-channels.ts";
import type { Config } from "./config.ts";
import { doJob } from "./dispatch/do-job.ts";
import { type Job, findJobQueue } from "./dispatch/jobs.ts";
import { type RateLimiter, findRateLimiter } from "./rate-limiter.ts";

/** What the Worker takes from the world around it. Tests put their own in. */
export interface World {
  /** The clock. */
  now(): Date;
  /** What the database is reached with. */
  fetch: typeof fetch;
  /** What webhooks are sent with. */
  send: typeof fetch;
  /** What the keys of the login service are fetched with. */
  fetchKeys: typeof fetch;
  /** The payment gateway. */
  gateway: Gateway;
  /** What messages are sent with. */
  channels: Channels;
  /** Chance: a number from 0 to 1. */
  random(): number;
}

/** The world as it is. */
export const realWorld: World = {
  now: () => new Date(),
  fetch: (input, init) => fetch(input, init),
  send: (input, init) => fetch(input, init),
  fetchKeys: (input, init) => fetch(input, init),
  gateway: simulator,
  channels: mockChannels,
  random: Math.random,
};

/** What Till's own work needs, whether a request or the clock has started it. */
export interface WorkContext {
  readonly config: Config;
  readonly db: Database;
  /** The database for a program: it does nothing unless the program's key is good. */
  openDatabaseFor(key: KeyCheck): Database;
  readonly gateway: Gateway;
  readonly channels: Channels;
  /** What webhooks are sent with. */
  readonly send: typeof fetch;
  /** Where webhooks may go: to public addresses, or in a sandbox that allows it to any. */
  readonly webhookTargets: "public" | "any";
  /** The time of the work, the same in all that it does: ISO 8601 in UTC with milliseconds. */
  readonly now: string;
  /** Where Till is reached, for links: `https://till.example`. */
  readonly origin: string;
  /** How many requests went to the database so far. */
  countDatabaseRequests(): number;
  /** Makes the id of one intent. */
  newCommandId(): string;
  /** Does something after the response has gone out, as Till's own work: the caller's key is of no matter then. */
  afterResponse(task: (work: WorkContext) => Promise<unknown>): void;
  /** The chance of one thing, from 0 to 1. */
  random(): number;
  /** Has the queue do something after the response, or does it then where there is no queue. A sweep is the net. */
  enqueue(job: Job): void;
}

/** What a procedure knows of the request that it answers. */
export interface Context extends WorkContext {
  /** Names this request in logs, in a header of the answer, and in the answer to an unexpected fault. */
  readonly requestId: string;
  readonly caller: Caller;
  /** The database for what the caller asks: for a program, it does nothing unless its key is good. */
  readonly callersDb: Database;
  readonly isWithinRate: RateLimiter;
  /** Since the request came, in milliseconds. */
  elapsedMs(): number;
}

type WaitUntil = (task: Promise<unknown>) => void;

const newId = customAlphabet("0123456789abcdefghijklmnopqrstuvwxyz", 20);

/** The next turn of the event loop, by when the response is on its way. */
const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** What a piece of work comes with. `env` has the bindings; its variables are read already, as `config`. */
interface Work {
  readonly config: Config;
  readonly env: unknown;
  readonly origin: string;
  readonly now: Date;
  readonly waitUntil: WaitUntil;
}

/** Makes the context of one piece of work. */
export function makeWorkContext({ config, env, origin, now, waitUntil }: Work, world: World): WorkContext {
  const queue = findJobQueue(env);
  const afterResponse: WorkContext["afterResponse"] = (task) => waitUntil(nextTurn().then(() => task(work)));
  const way = countingWay(world.fetch);
  const open = (key?: KeyCheck) =>
    openDatabase({ url: config.DATABASE_URL, authToken: config.DATABASE_AUTH_TOKEN }, way.fetch, key);
  const work: WorkContext = {
    config,
    db: open(),
    openDatabaseFor: open,
    gateway: gatewayInUse(world.gateway, config.SANDBOX),
    channels: world.channels,
    send: world.send,
    webhookTargets: config.SANDBOX && config.WEBHOOK_PRIVATE_TARGETS ? "any" : "public",
    now: now.toISOString(),
    origin,
    countDatabaseRequests: way.count,
    newCommandId: newId,
    afterResponse,
    random: () => world.random(),
    enqueue: (job) => afterResponse(() => (queue ? queue.send(job) : doJob(work, job))),
  };
  return work;
}

/** A way to the database that counts what goes there. */
function countingWay(send: typeof fetch) {
  let requests = 0;
  const counting: typeof fetch = (input, init) => {
    requests += 1;
    return send(input, init);
  };
  return { fetch: counting, count: () => requests };
}

/** What a piece of work comes with that a request asks for. */
export interface RequestWork extends Omit<Work, "origin" | "now"> {
  readonly request: Request;
}

/** Makes the context of work that a request asks for, whoever sends it. */
export const makeRequestContext = ({ request, ...work }: RequestWork, world: World): WorkContext =>
  makeWorkContext({ ...work, origin: new URL(request.url).origin, now: world.now() }, world);

/** Makes the context of one request: who calls, what time it is, which database. */
export async function makeContext(
  { requestId, ...work }: RequestWork & { readonly requestId: string },
  authenticate: Authenticate,
  world: World,
): Promise<Context> {
  const ctx = makeRequestContext(work, world);
  const now = new Date(ctx.now);
  const caller = await authenticate(work.request.headers.get("authorization"), now);
  return {
    ...ctx,
    requestId,
    caller,
    callersDb: caller.kind === "program" ? databaseFor(caller, ctx) : ctx.db,
    isWithinRate: findRateLimiter(work.env, work.config.RATE_LIMITS),
    elapsedMs: () => world.now().getTime() - now.getTime(),
  };
}

/** What the log tells of a call that failed unexpectedly. */
export const factsOf = (ctx: Context) => ({
  actorId: ctx.caller.kind === "nobody" ? null : ctx.caller.user.id,
  durationMs: ctx.elapsedMs(),
  databaseRequests: ctx.countDatabaseRequests(),
});

function databaseFor({ user: { id }, keyHash }: Extract<Caller, { kind: "program" }>, ctx: WorkContext): Database {
  const onUse = () => ctx.afterResponse(({ db, now }) => markApiKeyUsed(db, id, now));
  return ctx.openDatabaseFor({ id, hash: keyHash, now: ctx.now, onUse });
}
