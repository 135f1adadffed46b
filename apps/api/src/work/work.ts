import { tillPath } from "@till/contracts";
import { type Database, type KeyCheck, type TillStore, inTill, openDatabase, openTillStore } from "@till/db";
import { type Clock, type Gateway, gatewayInUse, realClock, timeBy } from "@till/domain";
import { customAlphabet } from "nanoid";
import pLimit, { type LimitFunction } from "p-limit";
import type { Bindings } from "../bindings.ts";
import type { Channels } from "../channels/channel.ts";
import { type Config, tursoAccountOf } from "../config.ts";
import { type Job, type NewJob, findJobQueue } from "../due/jobs.ts";
import { log } from "../log.ts";
import type { World } from "./world.ts";

/** A piece of Till's work, and what it needs: the answer to a request, a batch of the queue, or a sweep. */
export interface Work {
  readonly config: Config;
  /** The till that the work is for. */
  readonly till: string;
  /** How the clock of the till goes. */
  readonly tillClock: Clock;
  /** The same work for another till, by its clock; by the real time if none is given. */
  inTill(till: string, clock?: Clock): Work;
  /** Where databases of tills are made; null where there is only the default till. */
  readonly tillStore: TillStore | null;
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
  /** When the work began by the clock of the till, the same in all that it does: ISO 8601 in UTC with milliseconds. */
  readonly now: string;
  /** What time it is by now: what takes minutes goes by this. */
  readonly clock: () => Date;
  /** What time it is outside of the till. */
  readonly realTime: () => Date;
  /** Where Till is reached: `https://till.example`. It is the setting, or else where the request came in. */
  readonly origin: string;
  /** Where the till is reached, for links: the origin, or `https://till.example/t/k3v9`. */
  readonly baseUrl: string;
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
  enqueue(job: NewJob): void;
}

/** What a piece of work begins with. `env` has the bindings; its variables are read already, as `config`. */
interface Beginning {
  readonly config: Config;
  readonly env: Bindings | undefined;
  readonly till: string;
  /** How the clock of the till goes; with the real time if nothing is said. */
  readonly tillClock?: Clock | undefined;
  /** Where the request came in; null for work that nobody's request has started. */
  readonly requestOrigin: string | null;
  /** The real time. */
  readonly now: Date;
  readonly waitUntil: (task: Promise<unknown>) => void;
}

const newId = customAlphabet("0123456789abcdefghijklmnopqrstuvwxyz", 20);

/** How many calls of other people's servers wait at once. A Worker may have six, and one is for the database. */
const callsAtOnce = 5;

/** The next turn of the event loop, by when the response is on its way. */
const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** Begins a piece of work. `doJob` does what the queue would, where there is none. */
export function beginWork(beginning: Beginning, world: World, doJob: (work: Work, job: Job) => Promise<void>): Work {
  const { config, env, requestOrigin, now, waitUntil } = beginning;
  // Without a request and the setting there is none: an endpoint of webhooks keeps where it was made.
  const origin = config.PUBLIC_ORIGIN ?? requestOrigin ?? "";
  const queue = findJobQueue(env);
  const startedAt = world.now().getTime();
  const realTime = () => new Date(now.getTime() + world.now().getTime() - startedAt);
  const way = countingWay(world.fetch);
  const connection = { url: config.DATABASE_URL, authToken: config.DATABASE_AUTH_TOKEN };
  const shared = {
    config,
    tillStore: config.TILLS === "many" ? openTillStore(connection, tursoAccountOf(config), way.fetch) : null,
    gateway: gatewayInUse(world.gateway, config.SANDBOX),
    channels: world.channels,
    send: world.send,
    webhookTargets: config.SANDBOX && config.WEBHOOK_PRIVATE_TARGETS ? ("any" as const) : ("public" as const),
    outside: pLimit(callsAtOnce),
    realTime,
    origin,
    countDatabaseRequests: way.count,
    newCommandId: newId,
    random: () => world.random(),
  };
  const workIn = (till: string, tillClock: Clock = realClock): Work => {
    const clock = () => timeBy(tillClock, realTime());
    const open = (key?: KeyCheck) => openDatabase(inTill(connection, till), way.fetch, key);
    const afterResponse: Work["afterResponse"] = (task) =>
      waitUntil(
        nextTurn()
          .then(() => task(work))
          .catch(logFault),
      );
    const work: Work = {
      ...shared,
      till,
      tillClock,
      inTill: workIn,
      now: timeBy(tillClock, now).toISOString(),
      clock,
      db: open(),
      openDatabaseFor: open,
      baseUrl: `${origin}${tillPath(till)}`,
      afterResponse,
      enqueue(newJob) {
        const job: Job = { till, ...newJob };
        if (queue) afterResponse(() => queue.send(job, realTime()));
        else if (job.dueAt === undefined) afterResponse(() => doJob(work, job));
      },
    };
    return work;
  };
  return workIn(beginning.till, beginning.tillClock);
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
