import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** What the build wrote down of the Worker: its modules, the main one first, and what wrangler.jsonc says of it. */
export interface WorkerSetup {
  readonly modules: readonly string[];
  readonly compatibilityDate: string;
  readonly compatibilityFlags: readonly string[];
  readonly assetsBinding: string;
  readonly rateLimits: Record<string, { namespace_id: string; simple: { limit: number; period: 10 | 60 } }>;
  /** The queue of each binding. */
  readonly queueProducers: Record<string, string>;
  readonly queueConsumers: Record<string, { maxBatchSize: number; maxBatchTimeout: number; maxRetries: number }>;
}

/** The build of this package: the Worker, its site, the migrations. The same place for the sources and the packed code. */
export const distDir = join(dirname(createRequire(import.meta.url).resolve("@till/cli/package.json")), "dist");

export async function readWorkerSetup(): Promise<WorkerSetup> {
  return JSON.parse(await readFile(join(distDir, "worker.json"), "utf8")) as WorkerSetup;
}
