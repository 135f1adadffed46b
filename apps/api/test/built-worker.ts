import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createTRPCClient, httpLink } from "@trpc/client";
import { Miniflare, type Request, convertV4MiniflareOptions, fetch as fetchFromNode } from "miniflare";
import { type Unstable_RawConfig, unstable_readConfig as readConfig } from "wrangler";
import { buildWorker } from "../build/build-worker.ts";
import type { AppRouter } from "../src/router.ts";

const apiDir = fileURLToPath(new URL("..", import.meta.url));

let building: Promise<string> | undefined;

/** The folder of the built Worker, which is built once for all files of a test worker. */
function builtWorker(): Promise<string> {
  const dir = join(apiDir, "dist/workers-under-test", process.env["VITEST_POOL_ID"] ?? "0");
  building ??= buildWorker(dir).then(() => dir);
  return building;
}

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

/** Where a Worker runs. */
interface Surroundings {
  /** Its port on 127.0.0.1. The default is a free one. */
  readonly port?: number;
  /** The internet as the Worker sees it: hosts, and the servers on loopback that stand in for them. The default is the real one. */
  readonly hosts?: Readonly<Record<string, string>>;
}

/** Sends a request of the Worker to what stands in for its host, or to a server of this machine. Nothing goes further. */
function fetchFrom(hosts: Readonly<Record<string, string>>, request: Request) {
  const url = new URL(request.url);
  const standIn = hosts[url.host];
  if (standIn === undefined && url.hostname !== "127.0.0.1") throw new Error(`The test has no host ${url.host}.`);
  return fetchFromNode(new URL(`${url.pathname}${url.search}`, standIn ?? url.origin), request);
}

/**
 * Builds the Worker as `deploy` would, and starts it in workerd with the bindings of wrangler.jsonc and these variables.
 *
 * Not `createTestHarness()` of wrangler 4.164: it puts proxies before the Worker, and with 64 connections at once some
 * requests were answered with 503 or not at all (under-load.test.ts). Miniflare alone answers all of them.
 */
export async function startBuiltWorker(bindings: Record<string, string>, { port, hosts }: Surroundings = {}) {
  const outDir = await builtWorker();
  const chunks = (await readdir(outDir)).filter((name) => name.endsWith(".js") && name !== "worker.js");
  const config = readConfig({ config: join(apiDir, "wrangler.jsonc") });
  const { compatibility_date: compatibilityDate, compatibility_flags: compatibilityFlags, assets } = config;
  const { producers, consumers }: Unstable_RawConfig["queues"] & {} = config.queues;
  const lines: string[] = [];
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...(port !== undefined && { port }),
      ...(hosts && { outboundService: (request: Request) => fetchFrom(hosts, request) }),
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
  const url = await miniflare.ready.catch(async (error: unknown) => {
    await miniflare.dispose();
    throw error;
  });
  return {
    url,
    /** What the Worker wrote to its log so far. */
    log: () => lines.join("\n"),
    /** Fires the cron trigger. */
    async sweep(scheduledTime: Date) {
      const worker = await miniflare.getWorker();
      return worker.scheduled({ scheduledTime, cron: "* * * * *" });
    },
    stop: () => miniflare.dispose(),
  };
}
