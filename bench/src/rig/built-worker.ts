import { execFile } from "node:child_process";
import { mkdir, readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { unstable_readConfig as readConfig } from "wrangler";

const run = promisify(execFile);
const apiDir = fileURLToPath(new URL("../../../apps/api", import.meta.url));
const wrangler = fileURLToPath(new URL("../../node_modules/.bin/wrangler", import.meta.url));

/** The Worker as `deploy` would send it. */
export interface BuiltWorker {
  readonly dir: string;
  /** Names of the files in `dir`, the main module first. */
  readonly modules: readonly { readonly name: string; readonly type: ModuleType }[];
  readonly compatibilityDate: string;
  readonly compatibilityFlags: string[];
}

/** As Miniflare calls them. */
type ModuleType = "ESModule" | "CompiledWasm" | "Data" | "Text";

const moduleTypes: Readonly<Record<string, ModuleType>> = {
  ".js": "ESModule",
  ".mjs": "ESModule",
  ".wasm": "CompiledWasm",
  ".bin": "Data",
  ".txt": "Text",
  ".html": "Text",
};

const mainModule = "worker.js";

/** Builds the Worker as `deploy` would, without the site. `aliases` puts other modules in the place of some. */
export async function buildWorker(
  scratchDir: string,
  name: string,
  aliases: Readonly<Record<string, string>> = {},
): Promise<BuiltWorker> {
  const [dir, site] = [join(scratchDir, name), join(scratchDir, `${name}-site`)];
  await mkdir(site, { recursive: true });
  const aliasOptions = Object.entries(aliases).flatMap(([from, to]) => ["--alias", `${from}:${to}`]);
  await run(wrangler, ["deploy", "--dry-run", "--outdir", dir, "--assets", site, ...aliasOptions], { cwd: apiDir });
  const files = (await readdir(dir, { recursive: true })).toSorted();
  const modules = [mainModule, ...files.filter((file) => file !== mainModule)].flatMap((file) => {
    const type = moduleTypes[extname(file)];
    return type ? [{ name: file, type }] : [];
  });
  const config = readConfig({ config: join(apiDir, "wrangler.jsonc") });
  return {
    dir,
    modules,
    compatibilityDate: config.compatibility_date ?? "",
    compatibilityFlags: config.compatibility_flags,
  };
}
