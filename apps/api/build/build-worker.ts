import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type OutputAsset, type OutputChunk, rolldown } from "rolldown";

async function bundle(dir: string): Promise<readonly (OutputChunk | OutputAsset)[]> {
  await using build = await rolldown({
    input: fileURLToPath(new URL("../src/worker.ts", import.meta.url)),
    platform: "browser",
    resolve: { conditionNames: ["workerd", "worker", "browser"] },
    external: [/^cloudflare:/, /^node:/],
    transform: { target: "es2024" },
  });
  const { output } = await build.generate({ dir, format: "esm", minify: true, sourcemap: true });
  return output;
}

/**
 * Builds the Worker into a folder. What it imports only when it is wanted, such as the PDF library, becomes a module of
 * its own: the Worker starts without it. (Wrangler's own bundler puts all into one.)
 *
 * Only what has changed is written, each file at once: whoever runs the Worker from this folder never sees half of it.
 */
export async function buildWorker(outdir: string): Promise<void> {
  const output = await bundle(outdir);
  await mkdir(outdir, { recursive: true });
  for (const file of output)
    await writeIfChanged(join(outdir, file.fileName), Buffer.from(file.type === "chunk" ? file.code : file.source));
  const built = new Set(output.map(({ fileName }) => fileName));
  for (const name of await readdir(outdir)) if (!built.has(name)) await rm(join(outdir, name), { force: true });
}

async function writeIfChanged(path: string, contents: Uint8Array): Promise<void> {
  const old = await readFile(path).catch(() => null);
  if (old?.equals(contents)) return;
  const scratch = `${path}.${process.pid}`;
  await writeFile(scratch, contents);
  await rename(scratch, path);
}

const mainModule = "worker.js";

/** The modules of a built Worker that are loaded before it starts: the main one first, and all that it imports. */
export async function modulesAtStart(dir: string): Promise<readonly string[]> {
  const found = new Set([mainModule]);
  for (const file of found) for (const name of staticImports(await readFile(join(dir, file), "utf8"))) found.add(name);
  return [...found];
}

/** The modules that a module needs before it runs, as the bundler writes it: `from"./admission-A.js"`. */
const staticImports = (code: string): string[] =>
  [...code.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([^"]+)"/g)].map(([, name = ""]) => name);

/** The files of which something is in the built Worker. What the bundler has left out is not among them. */
export async function filesInWorker(): Promise<string[]> {
  const chunks = (await bundle("unused")).filter((file) => file.type === "chunk");
  const modules = chunks.flatMap((chunk) => Object.entries(chunk.modules));
  return modules.filter(([path, { renderedLength }]) => renderedLength > 0 && isAbsolute(path)).map(([path]) => path);
}
