import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createTRPCClient, httpLink } from "@trpc/client";
import { Miniflare, convertV4MiniflareOptions } from "miniflare";
import { type Unstable_RawConfig, unstable_readConfig as readConfig } from "wrangler";
import { buildWorker } from "../build/build-worker.ts";
import type { AppRouter } from "../src/router.ts";

const apiDir = fileURLToPath(new URL("..", import.meta.url));

/** A client over HTTP for somebody with a token, or for nobody, of a Worker or of a till in it. */
export const clientOf = (url: URL | string, token?: string) =>
  createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${String(url).replace(/\/$/, "")}/trpc`,
        headers: token ? { authorization: `Bearer ${token}` } : {},
      }),
    ],
  });

/**
 * Builds the Worker as `deploy` would, and starts it in workerd with the bindings of wrangler.jsonc and these variables.
 *
 * Not `createTestHarness()` of wrangler 4.164: it puts proxies before the Worker, and with 64 connections at once some
 * requests were answered with 503 or not at all (under-load.test.ts). Miniflare alone answers all of them.
 */
export async function startBuiltWorker(bindings: Record<string, string>) {
  const outDir = await mkdtemp(join(tmpdir(), "till-worker-"));
  await buildWorker(outDir);
  const chunks = (await readdir(outDir)).filter((name) => name.endsWith(".js") && name !== "worker.js");
  const config = readConfig({ config: join(apiDir, "wrangler.jsonc") });
  const { compatibility_date: compatibilityDate, compatibility_flags: compatibilityFlags, assets } = config;
  const { producers, consumers }: Unstable_RawConfig["queues"] & {} = config.queues;
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
        binding: assets?.binding ?? "ASSETS",
        run_worker_first: assets?.run_worker_first,
        routerConfig: { has_user_worker: true },
      },
      queueProducers: Object.fromEntries((producers ?? []).map(({ binding, queue }) => [binding, queue])),
      queueConsumers: Object.fromEntries(
        (consumers ?? []).map(
          ({ queue, max_batch_size: maxBatchSize = 10, max_batch_timeout: maxBatchTimeout = 5 }) => [
            queue,
            { maxBatchSize, maxBatchTimeout },
          ],
        ),
      ),
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
