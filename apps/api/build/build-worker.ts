import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const bundle = (outdir: string) =>
  build({
    entryPoints: [fileURLToPath(new URL("../src/worker.ts", import.meta.url))],
    outdir,
    write: false,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*", "node:*"],
    minify: true,
    sourcemap: true,
    metafile: true,
    logLevel: "warning",
  });

/**
 * Builds the Worker into a folder. What it imports only when it is wanted, such as the PDF library, becomes a module of
 * its own: the Worker starts without it. (Wrangler's own bundler puts all into one.)
 *
 * Only what has changed is written, each file at once: whoever runs the Worker from this folder never sees half of it.
 */
export async function buildWorker(outdir: string): Promise<void> {
  const { outputFiles } = await bundle(outdir);
  await mkdir(outdir, { recursive: true });
  for (const { path, contents } of outputFiles) await writeIfChanged(path, contents);
  const built = new Set(outputFiles.map(({ path }) => basename(path)));
  for (const name of await readdir(outdir)) if (!built.has(name)) await rm(join(outdir, name), { force: true });
}

async function writeIfChanged(path: string, contents: Uint8Array): Promise<void> {
  const old = await readFile(path).catch(() => null);
  if (old?.equals(contents)) return;
  const scratch = `${path}.${process.pid}`;
  await writeFile(scratch, contents);
  await rename(scratch, path);
}

/** The files of which something is in the built Worker. What esbuild has left out is not among them. */
export async function filesInWorker(): Promise<string[]> {
  const { metafile } = await bundle("unused");
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  return inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => resolve(path));
}
