import { startLibsql } from "@till/libsql-local";
import { type Role, type User, defaultTill } from "@till/contracts";
import { openTillStore } from "@till/db";
import { markSandbox, migrateDatabase, prepareTemplate } from "@till/db/setup";
import { createClient } from "@libsql/client/http";
import { createTRPCClient, httpLink } from "@trpc/client";
import { type Gateway, simulator } from "@till/domain";
import { createApp } from "../src/app.ts";
import type { Channels } from "../src/channels/channel.ts";
import { channelsOf } from "../src/channels/channels-of.ts";
import { readConfig } from "../src/config.ts";
import { trpcPath } from "../src/paths.ts";
import { doJob, doJobs } from "../src/due/do-job.ts";
import type { NewJob } from "../src/due/jobs.ts";
import { sweep } from "../src/due/sweep.ts";
import { routes } from "../src/rest/routes.ts";
import { sweepTills } from "../src/tills/sweep-tills.ts";
import type { AppRouter } from "../src/router.ts";
import { beginWork } from "../src/work/work.ts";
import { expectDeclared } from "./declared-refusals.ts";
import { authSecret, claimsOf, signToken } from "./login-service.ts";

/** The names of all mutations, for tests that walk them. */
export const mutationNames = routes.filter(({ type }) => type === "mutation").map(({ name }) => name);

/** Till under test: the Worker's code in this process, on a real libSQL server of its own. */
export type Till = Awaited<ReturnType<typeof startTill>>;

/** A person who was never here before, so that every test has its own. */
export function somebody(role: Role = "customer"): User {
  const id = `usr_${crypto.randomUUID().slice(0, 13)}`;
  return { id, role, name: "Test Person", email: `${id}@example.com`, phone: "+919811111111" };
}

/** Starts an empty Till. `fetch` stands between it and the database, to watch or to break the connection. */
export async function startTill({
  gateway = simulator,
  dataDir,
  variables = {},
  isMarked = true,
  withTills = false,
}: {
  gateway?: Gateway;
  dataDir?: string;
  /** What the Worker's environment has besides, or instead of, what it needs. */
  variables?: Record<string, string | undefined>;
  /** Whether its database is marked as a sandbox's. */
  isMarked?: boolean;
  /** Whether others than the default till can be made. */
  withTills?: boolean;
} = {}) {
  const server = await startLibsql(dataDir === undefined ? {} : { dataDir });
  await migrateDatabase(server);
  if (isMarked) await markSandbox(server);
  const connection = { url: server.url, authToken: server.authToken };
  const tills = { url: server.tillUrl, authToken: server.authToken };
  if (withTills) await prepareTemplate(tills, openTillStore(tills, null, fetch));
  const database = createClient(connection);
  const world = {
    /** How many requests went to the database so far, and how many when the last response was ready. */
    databaseRequests: 0,
    databaseRequestsAtResponse: 0,
    /** Stands in for the way to the database. */
    fetch,
    gateway,
    /** The gateways that took payments before. */
    formerGateways: [] as readonly Gateway[],
    /** What messages are sent with; null for what the settings name. */
    channels: null as Channels | null,
    /** The way to the providers of messages. */
    toProviders: fetch,
    /** What chance says. */
    chance: 0.5,
    /** Stands in for the way to the receivers of webhooks. */
    send: (() => Promise.reject(new Error("Nobody receives webhooks here."))) as typeof fetch,
    /** Stands in for the way to the keys of the login service. */
    fetchKeys: (() => Promise.reject(new Error("There is no login service here."))) as typeof fetch,
    /** The bindings of the Worker. */
    bindings: {} as Record<string, unknown>,
    /** The time, or null for the real one. */
    time: null as Date | null,
  };
  const worldUnderTest = {
    now: () => world.time ?? new Date(),
    fetch: (...request: Parameters<typeof fetch>) => {
      world.databaseRequests += 1;
      return world.fetch(...request);
    },
    send: (...request: Parameters<typeof fetch>) => world.send(...request),
    fetchKeys: (...request: Parameters<typeof fetch>) => world.fetchKeys(...request),
    get gateway() {
      return world.gateway;
    },
    get formerGateways() {
      return world.formerGateways;
    },
    get channels() {
      return world.channels ?? channelsOf(config, world.toProviders);
    },
    random: () => world.chance,
  };
  const needed = {
    DATABASE_URL: withTills ? server.tillUrl : server.url,
    DATABASE_AUTH_TOKEN: server.authToken,
    TILLS: withTills ? "many" : "single",
    AUTH_SECRET: authSecret,
    SANDBOX: "on",
  };
  const live = variables["SANDBOX"] === "off" ? { PUBLIC_ORIGIN: "https://till.test" } : {};
  const env: Record<string, string> = JSON.parse(JSON.stringify({ ...needed, ...live, ...variables }));
  const config = readConfig(env);
  const app = createApp(config, worldUnderTest);
  const tokens = new Map<string, string>();
  const tasks = new Set<Promise<unknown>>();
  const executionContext = {
    waitUntil: (task: Promise<unknown>) => void tasks.add(task),
    passThroughOnException: () => {},
    props: {},
  };

  /** Till's own work, begun at this time. */
  const workAt = (now: Date) =>
    beginWork(
      {
        config,
        env: world.bindings,
        till: defaultTill,
        requestOrigin: null,
        now,
        waitUntil: executionContext.waitUntil,
      },
      worldUnderTest,
      doJob,
    );

  const request = async (path: string, init?: RequestInit) => {
    const response = await app.request(path, init, world.bindings, executionContext);
    world.databaseRequestsAtResponse = world.databaseRequests;
    if (new URL(path, "http://till.test").pathname.includes(trpcPath)) await expectDeclared(response);
    return response;
  };

  /** The token of a person for the time under test, made once a day: signing is slow. */
  const currentToken = async (user: User) => {
    const time = world.time ?? new Date();
    const key = JSON.stringify([user, time.toISOString().slice(0, "YYYY-MM-DD".length)]);
    const token = tokens.get(key) ?? (await signToken(claimsOf(user, time)));
    tokens.set(key, token);
    return token;
  };

  return {
    env,
    world,
    /** Its database. */
    connection,
    request,

    /** Waits for all that was to be done after the responses, also while another test waits for it. */
    async settled() {
      while (tasks.size > 0) {
        const waited = [...tasks];
        await Promise.all(waited).finally(() => waited.forEach((task) => tasks.delete(task)));
      }
    },

    /** The process dies: what was to be done after the responses gets as far as it can at once, and no further. */
    async abandon() {
      await new Promise((resolve) => setTimeout(resolve, 20));
      tasks.clear();
    },

    /** Fires the cron trigger. */
    async sweep(time: Date) {
      const work = workAt(time);
      await Promise.all([sweep(work), sweepTills(work)]);
      await this.settled();
    },

    /** Does a job of the queue. */
    async doJob(job: NewJob, time: Date) {
      await doJob(workAt(time), { till: defaultTill, ...job });
      await this.settled();
    },

    /** Hands a batch of jobs to the consumer of the queue, and answers what became of each when the batch was done. */
    async doJobs(jobs: readonly unknown[], time = new Date()) {
      const ends: (string | undefined)[] = jobs.map(() => undefined);
      const queued = jobs.map((body, index) => ({
        id: String(index),
        body,
        ack: () => void (ends[index] = "ack"),
        retry: () => void (ends[index] = "retry"),
      }));
      await doJobs(workAt(time), queued, executionContext.waitUntil);
      return ends;
    },

    /** Asks the database itself. */
    async rows(sql: string, ...args: (string | number)[]) {
      return (await database.execute({ sql, args })).rows.map((row) => ({ ...row }));
    },

    /** The token of a person, as the login service would make it. */
    tokenOf: (user: User, now = new Date()) => signToken(claimsOf(user, now)),

    /** A client for a person, or for nobody, without retries and keys of its own. */
    as(user: User | null) {
      return this.withToken(async () => user && currentToken(user));
    },

    /** A client that sends this token, whatever it is. */
    withToken(token: string | (() => Promise<string | null>), baseUrl = "http://till.test") {
      return createTRPCClient<AppRouter>({
        links: [
          httpLink({
            url: `${baseUrl}/trpc`,
            fetch: (url, init) => request(url.toString(), init as RequestInit),
            async headers() {
              const bearer = typeof token === "string" ? token : await token();
              return bearer === null ? {} : { authorization: `Bearer ${bearer}` };
            },
          }),
        ],
      });
    },

    /** Puts a product into the catalogue and answers its id. */
    async addProduct({ unitPrice = 10_000, stock = null as number | null, name = "Test product" } = {}) {
      const { rows } = await database.execute({
        sql: "INSERT INTO products (sku, name, description, unit_price, currency, stock) VALUES (?, ?, 'For tests', ?, 'INR', ?) RETURNING id",
        args: [crypto.randomUUID(), name, unitPrice, stock],
      });
      return Number(rows[0]?.["id"]);
    },

    /** Puts a discount code into the shop and answers it. Columns of the table `discounts`, all but the code. */
    async addDiscount(columns: Record<string, string | number | null>) {
      const code = `CODE-${crypto.randomUUID().slice(0, 13)}`.toUpperCase();
      const all = { code, currency: "INR", ...columns };
      await database.execute({
        sql: `INSERT INTO discounts (${Object.keys(all).join(", ")}) VALUES (${Object.keys(all)
          .map(() => "?")
          .join(", ")})`,
        args: Object.values(all),
      });
      return code;
    },

    async stop() {
      await Promise.all(tasks);
      database.close();
      await server.stop();
    },
  };
}
