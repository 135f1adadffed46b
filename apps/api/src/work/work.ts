import { type Database, type KeyCheck, openDatabase } from "@till/db";
import { type Gateway, gatewayInUse } from "@till/domain";
import { customAlphabet } from "nanoid";
import pLimit, { type LimitFunction } from "p-limit";
import type { Bindings } from "../bindings.ts";
import type { Channels } from "../channels/channel.ts";
import type { Config } from "../config.ts";
import { type Job, findJobQueue } from "../due/jobs.ts";
import { log } from "../log.ts";
import type { World } from "./world.ts";

/** A piece of Till's work, and what it needs: the answer to a request, a batch of the queue, or a sweep. */
export interface Work {
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
  /** Lets through as many calls of other people's servers at once as there may be; the others wait. */
  readonly outside: LimitFunction;
  /** When the work began, the same in all that it does: ISO 8601 in UTC with milliseconds. */
  readonly now: string;
  /** What time it is by now: what takes minutes goes by this. */
  readonly clock: () => Date;
  /** Where Till is reached, for links: `https://till.example`. It is the setting, or else where the request came in. */
  readonly origin: string;
  /** How many requests went to the database so far. */
  countDatabaseRequests(): number;
  /** Makes the id of one intent. */
  newCommandId(): string;
  /** Does something after the response has gone out, as Till's own work: the caller's key is of no matter then. */
  afterResponse(task: (work: Work) => Promise<unknown>): void;
  /** The chance of one thing, from 0 to 1. */
  random(): number;
  /**
   * Has the queue do something after the response. Where there is no queue, it is done then, unless it is not due yet.
   * A sweep is the net.
   */
  enqueue(job: Job): void;
}

/** What a piece of work begins with. `env` has the bindings; its variables are read already, as `config`. */
interface Beginning {
  readonly config: Config;
  readonly env: Bindings | undefined;
  /** Where the request came in; null for work that nobody's request has started. */
  readonly requestOrigin: string | null;
  readonly now: Date;
  readonly waitUntil: (task: Promise<unknown>) => void;
}

const newId = customAlphabet("0123456789abcdefghijklmnopqrstuvwxyz", 20);

/** How many calls of other people's servers wait at once. A Worker may have six, and one is for the database. */
const callsAtOnce = 5;

/** The next turn of the event loop, by when the response is on its way. */
const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** Begins a piece of work. `doJob` does what the queue would, where there is none. */
export function beginWork(
  { config, env, requestOrigin, now, waitUntil }: Beginning,
  world: World,
  doJob: (work: Work, job: Job) => Promise<void>,
): Work {
  const queue = findJobQueue(env);
  const startedAt = world.now().getTime();
  const clock = () => new Date(now.getTime() + world.now().getTime() - startedAt);
  const afterResponse: Work["afterResponse"] = (task) =>
    waitUntil(
      nextTurn()
        .then(() => task(work))
        .catch(logFault),
    );
  const way = countingWay(world.fetch);
  const open = (key?: KeyCheck) =>
    openDatabase({ url: config.DATABASE_URL, authToken: config.DATABASE_AUTH_TOKEN }, way.fetch, key);
  const work: Work = {
    config,
    db: open(),
    openDatabaseFor: open,
    gateway: gatewayInUse(world.gateway, config.SANDBOX),
    channels: world.channels,
    send: world.send,
    webhookTargets: config.SANDBOX && config.WEBHOOK_PRIVATE_TARGETS ? "any" : "public",
    outside: pLimit(callsAtOnce),
    now: now.toISOString(),
    clock,
    // Without a request and the setting there is none: an endpoint of webhooks keeps where it was made.
    origin: config.PUBLIC_ORIGIN ?? requestOrigin ?? "",
    countDatabaseRequests: way.count,
    newCommandId: newId,
    afterResponse,
    random: () => world.random(),
    enqueue(job) {
      if (queue) afterResponse(() => queue.send(job, clock()));
      else if (job.dueAt === undefined) afterResponse(() => doJob(work, job));
    },
  };
  return work;
}

const logFault = (error: unknown) => log.error("Work after a response failed; a sweep does what is due.", { error });

/** A way to the database that counts what goes there. */
function countingWay(send: typeof fetch) {
  let requests = 0;
  const counting: typeof fetch = (input, init) => {
    requests += 1;
    return send(input, init);
  };
  return { fetch: counting, count: () => requests };
}
