import { type Database, openDatabase } from "@till/db";
import { customAlphabet } from "nanoid";
import { type Caller, authenticate } from "./auth.ts";
import { type Config, readConfig } from "./config.ts";

/** What the Worker takes from the world around it. Tests put their own in. */
export interface World {
  /** The clock. */
  now(): Date;
  /** What the database is reached with. */
  fetch: typeof fetch;
}

/** The world as it is. */
export const realWorld: World = { now: () => new Date(), fetch: (input, init) => fetch(input, init) };

/** What a procedure knows of the request that it answers. */
export interface Context {
  /** Names this request in logs and in the answer to an unexpected fault. */
  readonly requestId: string;
  readonly caller: Caller;
  readonly config: Config;
  readonly db: Database;
  /** The time of the request, the same in all that it does: ISO 8601 in UTC with milliseconds. */
  readonly now: string;
  /** Makes the id of one intent. */
  newCommandId(): string;
  /** Does something after the response has gone out. */
  afterResponse(task: () => Promise<unknown>): void;
}

const newId = customAlphabet("0123456789abcdefghijklmnopqrstuvwxyz", 20);

/** The next turn of the event loop, by when the response is on its way. */
const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** Makes the context of one request: who calls, what time it is, which database. */
export async function makeContext(
  { request, env, waitUntil }: { request: Request; env: unknown; waitUntil: (task: Promise<unknown>) => void },
  world: World,
): Promise<Context> {
  const config = readConfig(env);
  const now = world.now();
  return {
    requestId: newId(),
    caller: await authenticate(request.headers.get("authorization"), config.AUTH_SECRET, now),
    config,
    db: openDatabase({ url: config.DATABASE_URL, authToken: config.DATABASE_AUTH_TOKEN }, world.fetch),
    now: now.toISOString(),
    newCommandId: newId,
    afterResponse: (task) => waitUntil(nextTurn().then(task)),
  };
}
