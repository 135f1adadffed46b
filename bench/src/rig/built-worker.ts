import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildWorker } from "@till/api/build";
import { unstable_readConfig as readConfig } from "wrangler";

const configFile = fileURLToPath(new URL("../../../apps/api/wrangler.jsonc", import.meta.url));

/** The Worker as `deploy` would upload it. */
export interface BuiltWorker {
  readonly dir: string;
  /** The names of the modules in `dir`, the main one first. */
  readonly modules: readonly string[];
  readonly compatibilityDate: string;
  readonly compatibilityFlags: string[];
}

const mainModule = "worker.js";

/** Builds the Worker as `deploy` does, without the site. */
export async function buildTill(scratchDir: string): Promise<BuiltWorker> {
  const dir = join(scratchDir, "worker");
  await buildWorker(dir);
  const others = (await readdir(dir)).filter((name) => name.endsWith(".js") && name !== mainModule);
  const config = readConfig({ config: configFile });
  return {
    dir,
    modules: [mainModule, ...others.toSorted()],
    compatibilityDate: config.compatibility_date ?? "",
    compatibilityFlags: config.compatibility_flags,
  };
}
