import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { SizeResult } from "../results.ts";
import type { Bench } from "../rig/rig.ts";

/** The modules that a module needs before it runs, as the bundler writes it: `from"./chunk-A.js"`. */
const staticImports = (code: string): string[] =>
  [...code.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([^"]+)"/g)].map(([, name]) => name ?? "");

/** Measures the size of the deployed Worker: in total, and what is needed to start: its main module and its imports. */
export async function measureSize(bench: Bench): Promise<SizeResult> {
  const { dir, modules } = await bench.built();
  const weighed = await Promise.all(
    modules.map(async (name) => {
      const content = await readFile(join(dir, name));
      return {
        name,
        bytes: content.length,
        gzipBytes: gzipSync(content).length,
        imports: staticImports(String(content)),
      };
    }),
  );
  const needed = new Set(modules.slice(0, 1));
  for (const name of needed)
    for (const imported of weighed.find((one) => one.name === name)?.imports ?? []) needed.add(imported);
  const bytesOf = (some: typeof weighed) => some.reduce((bytes, { gzipBytes }) => bytes + gzipBytes, 0);
  return {
    wholeGzipBytes: bytesOf(weighed),
    mainGzipBytes: bytesOf(weighed.filter(({ name }) => needed.has(name))),
    modules: weighed.map(({ name, bytes, gzipBytes }) => ({ name, bytes, gzipBytes })),
  };
}
