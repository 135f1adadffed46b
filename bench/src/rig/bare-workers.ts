import { join } from "node:path";
import { build } from "esbuild";
import { Miniflare, convertV4MiniflareOptions } from "miniflare";
import type { BuiltWorker } from "./built-worker.ts";
import type { DatabaseAddress } from "./database.ts";
import { keepErrors } from "./till-worker.ts";
import type { Template } from "./template.ts";

/** The Workers that Till is compared with. */
export interface BareWorkers {
  readonly urls: Readonly<Record<"floor" | "lean" | "plain", string>>;
  /** The last errors in their logs. */
  readonly errors: () => readonly string[];
  readonly stop: () => Promise<void>;
}

const names = ["floor", "lean", "plain"] as const;

/** Starts the bare Workers in workerd, with the compatibility settings of Till's Worker. */
export async function startBareWorkers(
  { compatibilityDate, compatibilityFlags }: BuiltWorker,
  { url: databaseUrl, authToken }: DatabaseAddress,
  templates: Readonly<Record<string, Template>>,
): Promise<BareWorkers> {
  const workers = await Promise.all(
    names.map(async (name) => ({
      name,
      modules: true,
      script: await bundle(name),
      compatibilityDate,
      compatibilityFlags,
      bindings: {
        DATABASE_URL: databaseUrl,
        DATABASE_AUTH_TOKEN: authToken,
        TEMPLATES: name === "floor" ? JSON.parse(JSON.stringify(templates)) : null,
      },
      unsafeDirectSockets: [{ host: "127.0.0.1" }],
    })),
  );
  const { errors, handleStructuredLogs } = keepErrors();
  const miniflare = new Miniflare(convertV4MiniflareOptions({ workers, handleStructuredLogs }));
  await miniflare.ready;
  const url = async (name: string) => (await miniflare.unsafeGetDirectURL(name)).origin;
  return {
    urls: { floor: await url("floor"), lean: await url("lean"), plain: await url("plain") },
    errors: () => errors,
    stop: () => miniflare.dispose(),
  };
}

async function bundle(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, `../bare/${name}.ts`)],
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    target: "es2024",
  });
  return outputFiles[0]?.text ?? "";
}
