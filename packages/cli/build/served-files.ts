import { cp, readdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Unstable_RawConfig, unstable_readConfig as readConfig } from "wrangler";
import type { WorkerSetup } from "../src/worker-setup.ts";

/**
 * Copies what the packed command runs and serves: the built Worker, its site, the migrations, and what wrangler.jsonc says
 * of the Worker. Source maps stay here: they are larger than all the rest.
 */
const repository = new URL("../../../", import.meta.url);
const dist = new URL("../dist/", import.meta.url);
const mainModule = "worker.js";

async function copy(from: string, to: string): Promise<void> {
  const target = new URL(to, dist);
  await rm(target, { recursive: true, force: true });
  await cp(new URL(from, repository), target, { recursive: true, filter: (path) => !path.endsWith(".map") });
}

await copy("apps/api/dist/worker/", "worker/");
await copy("apps/api/dist/site/", "site/");
await copy("packages/db/migrations/", "migrations/");

const config = readConfig({ config: fileURLToPath(new URL("apps/api/wrangler.jsonc", repository)) });
const { producers = [], consumers = [] }: Unstable_RawConfig["queues"] & {} = config.queues;
const { ratelimits = [] }: Pick<Unstable_RawConfig, "ratelimits"> = config;
const modules = (await readdir(new URL("worker/", dist))).filter((name) => name.endsWith(".js"));
const setup: WorkerSetup = {
  modules: [mainModule, ...modules.filter((name) => name !== mainModule).toSorted()],
  compatibilityDate: config.compatibility_date ?? "",
  compatibilityFlags: config.compatibility_flags,
  assetsBinding: config.assets?.binding ?? "",
  rateLimits: Object.fromEntries(ratelimits.map(({ name, ...limit }) => [name, limit])),
  queueProducers: Object.fromEntries(producers.map(({ binding, queue }) => [binding, queue ?? ""])),
  queueConsumers: Object.fromEntries(
    consumers.map(({ queue, max_batch_size, max_batch_timeout, max_retries }) => [
      queue,
      { maxBatchSize: max_batch_size ?? 10, maxBatchTimeout: max_batch_timeout ?? 5, maxRetries: max_retries ?? 3 },
    ]),
  ),
};
await writeFile(new URL("worker.json", dist), `${JSON.stringify(setup, null, 2)}\n`);
