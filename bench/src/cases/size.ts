import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { SizeResult } from "../results.ts";
import type { Bench } from "../rig/rig.ts";

/** Measures the size of the deployed Worker: in total, and its main module, which is needed to start. */
export async function measureSize(bench: Bench): Promise<SizeResult> {
  const { dir, modules } = await bench.built();
  const weighed = await Promise.all(
    modules.map(async (name) => {
      const content = await readFile(join(dir, name));
      return { name, bytes: content.length, gzipBytes: gzipSync(content).length };
    }),
  );
  const [main] = weighed;
  return {
    wholeGzipBytes: weighed.reduce((bytes, { gzipBytes }) => bytes + gzipBytes, 0),
    mainGzipBytes: main?.gzipBytes ?? 0,
    modules: weighed,
  };
}
