import { type Database, openDatabase } from "@till/db";
import { type Gateway, simulator } from "@till/domain";
import { customAlphabet } from "nanoid";
import { type Caller, authenticate } from "./auth.ts";
import type { Channels } from "./channels/channel.ts";
import { mockChannels } from "./channels/mock-channels.ts";
import { type Config, readConfig } from "./config.ts";
import { doJob } from "./dispatch/do-job.ts";
import { type Job, findJobQueue } from "./dispatch/jobs.ts";

/** What the Worker takes from the world around it. Tests put their own in. */
export interface World {
  /** The clock. */
  now(): Date;
  /** What the database is reached with. */
  fetch: typeof fetch;
  /** What webhooks are sent with. */
  send: typeof fetch;
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
  gateway: simulator,
  channels: mockChannels,
  random: Math.random,
};

/** What Till's own work needs, whether a request or the clock has started it. */
export interface WorkContext {
  readonly config: Config;
  readonly db: Database;
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
  /** Makes the id of one intent. */
  newCommandId(): string;
  /** Does something after the response has gone out. */
  afterResponse(task: () => Promise<unknown>): void;
  /** The chance of one thing, from 0 to 1. */
  random(): number;
  /** Has the queue do something after the response, or does it then where there is no queue. A sweep is the net. */
  enqueue(job: Job): void;
}

/** What a procedure knows of the request that it answers. */
export interface Context extends WorkContext {
  /** Names this request in logs and in the answer to an unexpected fault. */
  readonly requestId: string;
  readonly caller: Caller;
}

type WaitUntil = (task: Promise<unknown>) => void;

const newId = customAlphabet("0123456789abcdefghijklmnopqrstuvwxyz", 20);

/** The next turn of the event loop, by when the response is on its way. */
const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** Makes the context of one piece of work. @throws if the Worker's settings are missing or wrong. */
export function makeWorkContext(
  { env, origin, now, waitUntil }: { env: unknown; origin: string; now: Date; waitUntil: WaitUntil },
  world: World,
): WorkContext {
  const config = readConfig(env);
  const queue = findJobQueue(env);
  const afterResponse: WorkContext["afterResponse"] = (task) => waitUntil(nextTurn().then(task));
  const work: WorkContext = {
    config,
    db: openDatabase({ url: config.DATABASE_URL, authToken: config.DATABASE_AUTH_TOKEN }, world.fetch),
    gateway: world.gateway,
    channels: world.channels,
    send: world.send,
    webhookTargets: config.SANDBOX && config.WEBHOOK_PRIVATE_TARGETS ? "any" : "public",
    now: now.toISOString(),
    origin,
    newCommandId: newId,
    afterResponse,
    random: () => world.random(),
    enqueue: (job) => afterResponse(() => (queue ? queue.send(job) : doJob(work, job))),
  };
  return work;
}

/** Makes the context of one request: who calls, what time it is, which database. */
export async function makeContext(
  { request, env, waitUntil }: { request: Request; env: unknown; waitUntil: WaitUntil },
  world: World,
): Promise<Context> {
  const now = world.now();
  const work = makeWorkContext({ env, origin: new URL(request.url).origin, now, waitUntil }, world);
  const caller = await authenticate(request.headers.get("authorization"), work.config.AUTH_SECRET, now);
  return { ...work, requestId: newId(), caller };
}
