import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Miniflare, convertV4MiniflareOptions } from "miniflare";
import { unstable_readConfig as readConfig } from "wrangler";
import { buildWorker } from "../build/build-worker.ts";

const apiDir = fileURLToPath(new URL("..", import.meta.url));

/** Builds the Worker as `deploy` would, and starts it in workerd with these variables. */
export async function startBuiltWorker(bindings: Record<string, string>) {
  const outDir = await mkdtemp(join(tmpdir(), "till-worker-"));
  await buildWorker(outDir);
  const chunks = (await readdir(outDir)).filter((name) => name.endsWith(".js") && name !== "worker.js");
  const config = readConfig({ config: join(apiDir, "wrangler.jsonc") });
  const { compatibility_date: compatibilityDate, compatibility_flags: compatibilityFlags, assets } = config;
  const lines: string[] = [];
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modulesRoot: outDir,
      modules: ["worker.js", ...chunks].map((name) => ({ type: "ESModule" as const, path: join(outDir, name) })),
      compatibilityFlags,
      ...(compatibilityDate && { compatibilityDate }),
      bindings,
      assets: {
        directory: join(apiDir, "dist/site"),
        binding: "ASSETS",
        run_worker_first: assets?.run_worker_first,
        routerConfig: { has_user_worker: true },
      },
      queueProducers: { JOBS: "till-jobs" },
      queueConsumers: { "till-jobs": { maxBatchSize: 25, maxBatchTimeout: 0 } },
      unsafeTriggerHandlers: true,
      handleStructuredLogs: ({ message }) => lines.push(message),
    }),
  );
  const url = await miniflare.ready;
  return {
    url,
    /** What the Worker wrote to its log so far. */
    log: () => lines.join("\n"),
    /** Fires the cron trigger. */
    async sweep(scheduledTime: Date) {
      const worker = await miniflare.getWorker();
      return worker.scheduled({ scheduledTime, cron: "* * * * *" });
    },
    async stop() {
      await miniflare.dispose();
      await rm(outDir, { recursive: true });
    },
  };
}
