import { tillPath } from "@till/contracts";
import { type Database, type KeyCheck, type TillStore, inTill, openDatabase, openTillStore } from "@till/db";
import {
  type Clock,
  type Gateway,
  type KnownGateways,
  type Shop,
  type Trace,
  gatewayInUse,
  knownGateways,
  realClock,
  timeBy,
} from "@till/domain";
import { customAlphabet } from "nanoid";
import pLimit, { type LimitFunction } from "p-limit";
import type { Bindings } from "../bindings.ts";
import type { Channels } from "../channels/channel.ts";
import { type Config, tursoAccountOf } from "../config.ts";
import { type Job, type NewJob, findJobQueue } from "../due/jobs.ts";
import { log } from "../log.ts";
import { shopOf } from "../shop-settings.ts";
import { sleep } from "../sleep.ts";
import type { World } from "./world.ts";

/** A piece of Till's work, and what it needs: the answer to a request, a batch of the queue, or a sweep. */
export interface Work {
  readonly config: Config;
  /** The till that the work is for. */
  readonly till: string;
  /** The clock of the till. */
  readonly tillClock: Clock;
  /** The same work for another till, by its clock; by the real time if none is given. */
  inTill(till: string, clock?: Clock): Work;
  /** Makes and deletes the databases of tills; null if there is only the default till. */
  readonly tillStore: TillStore | null;
  readonly db: Database;
  /** The database for a program: it does nothing unless the program's key is valid. */
  openDatabaseFor(key: KeyCheck): Database;
  readonly gateway: Gateway;
  /** All gateways that are configured. Refunds and open attempts go to the one that took the payment. */
  readonly gateways: KnownGateways;
  readonly channels: Channels;
  /** How the shop presents itself. */
  readonly shop: Shop;
  /** Sends webhooks. */
  readonly send: typeof fetch;
  /** The addresses that webhooks may go to: public ones, or any in a sandbox that allows it. */
  readonly webhookTargets: "public" | "any";
  /** Limits how many calls of other people's servers run at once. The others wait. */
  readonly outside: LimitFunction;
  /**
   * The start of the work by the clock of the till, ISO 8601 in UTC with milliseconds. It is the same for everything
   * that the work does.
   */
  readonly now: string;
  /** The current time by the clock of the till, for work that takes minutes. */
  readonly clock: () => Date;
  /** The current real time. */
  readonly realTime: () => Date;
  /** The origin of Till: `https://till.example`. It is the setting, or else the origin of the request. */
  readonly origin: string;
  /** The base of links into the till: the origin, or `https://till.example/t/k3v9`. */
  readonly baseUrl: string;
  /** How many requests went to the database so far. */
  countDatabaseRequests(): number;
  /** Makes the id of one command. */
  newCommandId(): string;
  /** The trace of the request, if its caller sent one. */
  readonly trace: Trace | null;
  /** Does something after the response, as Till's own work, without the caller's key. */
  afterResponse(task: (work: Work) => Promise<unknown>): void;
  /** A random number from 0 to 1. */
  random(): number;
  /**
   * Tells the queue to do something after the response. Without a queue Till does it itself then, unless it is not due
   * yet. A sweep does what gets lost.
   */
  enqueue(job: NewJob): void;
}

/** The start of a piece of work. `env` has the bindings. Its variables are already in `config`. */
interface Beginning {
  readonly config: Config;
  readonly env: Bindings | undefined;
  readonly till: string;
  /** The clock of the till. By default the real time. */
  readonly tillClock?: Clock | undefined;
  /** The origin of the request; null for work without a request. */
  readonly requestOrigin: string | null;
  /** The trace of the request, if its caller sent one. */
  readonly trace?: Trace | null;
  /** The real time. */
  readonly now: Date;
  readonly waitUntil: (task: Promise<unknown>) => void;
}

const newId = customAlphabet("0123456789abcdefghijklmnopqrstuvwxyz", 20);

/** How many calls of other people's servers run at once. A Worker may have six, and one is for the database. */
const callsAtOnce = 5;

/** The next turn of the event loop, by when the response is on its way. */
const nextTurn = () => sleep(0);

/** Begins a piece of work. `doJob` replaces the queue if there is none. */
export function beginWork(beginning: Beginning, world: World, doJob: (work: Work, job: Job) => Promise<void>): Work {
  const { config, env, requestOrigin, now, waitUntil } = beginning;
  // Without a request and without the setting there is no origin. A webhook endpoint keeps the one that it was created
  // with.
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
    gateways: knownGateways([...world.formerGateways, world.gateway], config.SANDBOX),
    channels: world.channels,
    shop: shopOf(config),
    send: world.send,
    webhookTargets: config.SANDBOX && config.WEBHOOK_PRIVATE_TARGETS ? ("any" as const) : ("public" as const),
    outside: pLimit(callsAtOnce),
    realTime,
    origin,
    countDatabaseRequests: way.count,
    newCommandId: newId,
    trace: beginning.trace ?? null,
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

/** A `fetch` to the database that counts the requests. */
function countingWay(send: typeof fetch) {
  let requests = 0;
  const counting: typeof fetch = (input, init) => {
    requests += 1;
    return send(input, init);
  };
  return { fetch: counting, count: () => requests };
}
