import { join } from "node:path";
import { Miniflare, convertV4MiniflareOptions } from "miniflare";
import type { BuiltWorker } from "./built-worker.ts";
import type { DatabaseAddress } from "./database.ts";

/** The Worker's environment: a sandbox without rate limits, whose few customers order as much as is measured. */
export const variables = ({ url, authToken }: DatabaseAddress) => ({
  DATABASE_URL: url,
  DATABASE_AUTH_TOKEN: authToken,
  AUTH_SECRET: "a-secret-to-measure-with-0123456789",
  SANDBOX: "on",
  RATE_LIMITS: "off",
  MAX_OPEN_ORDERS_PER_CUSTOMER: "1000000",
  MAX_RESERVED_PIECES_PER_CUSTOMER: "1000000",
});

/** Till's built Worker in workerd, reached directly. */
export interface TillWorker {
  readonly url: string;
  /** The last errors in the Worker's log. */
  readonly errors: () => readonly string[];
  /** Fires the cron trigger. */
  sweep(scheduledTime: Date): Promise<void>;
  readonly stop: () => Promise<void>;
}

const keptErrors = 20;

/** Keeps a Worker's last errors, and prints nothing. */
export function keepErrors() {
  const errors: string[] = [];
  return {
    errors,
    handleStructuredLogs: ({ level, message }: { level: string; message: string }) => {
      if (level !== "error") return;
      errors.push(message);
      if (errors.length > keptErrors) errors.shift();
    },
  };
}

/** Starts the built Worker, with its queue, on this database. */
export async function startTillWorker(built: BuiltWorker, database: DatabaseAddress): Promise<TillWorker> {
  const { errors, handleStructuredLogs } = keepErrors();
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: built.modules.map((name) => ({ type: "ESModule" as const, path: join(built.dir, name) })),
      modulesRoot: built.dir,
      compatibilityDate: built.compatibilityDate,
      compatibilityFlags: built.compatibilityFlags,
      bindings: variables(database),
      queueProducers: { JOBS: "till-jobs" },
      queueConsumers: { "till-jobs": { maxBatchSize: 10, maxBatchTimeout: 0 } },
      unsafeTriggerHandlers: true,
      unsafeDirectSockets: [{ host: "127.0.0.1" }],
      handleStructuredLogs,
    }),
  );
  await miniflare.ready;
  return {
    url: (await miniflare.unsafeGetDirectURL()).origin,
    errors: () => errors,
    async sweep(scheduledTime) {
      const worker = await miniflare.getWorker();
      const { outcome } = await worker.scheduled({ scheduledTime, cron: "* * * * *" });
      if (outcome !== "ok") throw new Error(`A sweep ended with "${outcome}": ${errors.at(-1) ?? "no error logged"}`);
    },
    stop: () => miniflare.dispose(),
  };
}
