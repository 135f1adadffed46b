import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { SizeResult } from "../results.ts";
import { type BuiltWorker, buildWorker } from "../rig/built-worker.ts";
import type { Bench } from "../rig/rig.ts";

const pdfLibrary = "@cantoo/pdf-lib";

/** Weighs the Worker as it is deployed, and again with nothing in the place of the PDF library and of modules named after it. */
export async function measureSize(bench: Bench): Promise<SizeResult> {
  const modules = await weigh(await bench.built());
  const nothing = join(bench.scratchDir, "nothing.js");
  // The bundler would refuse a name that a module without exports does not have; of this one it asks when it runs.
  await writeFile(nothing, "module.exports = {};\n");
  const slim = await weigh(await buildWorker(bench.scratchDir, "worker-without-pdf", { [pdfLibrary]: nothing }));
  return {
    wholeGzipBytes: sum(modules),
    withoutPdfGzipBytes: sum(slim.filter(({ name }) => !name.includes("pdf"))),
    modules,
  };
}

const sum = (modules: SizeResult["modules"]) => modules.reduce((bytes, { gzipBytes }) => bytes + gzipBytes, 0);

const weigh = ({ dir, modules }: BuiltWorker): Promise<SizeResult["modules"]> =>
  Promise.all(
    modules.map(async ({ name }) => {
      const content = await readFile(join(dir, name));
      return { name, bytes: content.length, gzipBytes: gzipSync(content).length };
    }),
  );
