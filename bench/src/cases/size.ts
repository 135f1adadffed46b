import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { modulesAtStart } from "@till/api/build";
import type { SizeResult } from "../results.ts";
import type { Bench } from "../rig/rig.ts";

/** Measures the size of the deployed Worker: in total, and what is needed to start: its main module and its imports. */
export async function measureSize(bench: Bench): Promise<SizeResult> {
  const { dir, modules } = await bench.built();
  const weighed = await Promise.all(
    modules.map(async (name) => {
      const content = await readFile(join(dir, name));
      return { name, bytes: content.length, gzipBytes: gzipSync(content).length };
    }),
  );
  const needed = await modulesAtStart(dir);
  const bytesOf = (some: typeof weighed) => some.reduce((bytes, { gzipBytes }) => bytes + gzipBytes, 0);
  return {
    wholeGzipBytes: bytesOf(weighed),
    mainGzipBytes: bytesOf(weighed.filter(({ name }) => needed.includes(name))),
    modules: weighed,
  };
}
