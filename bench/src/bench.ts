import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { measure } from "./measure.ts";
import { type Options, help, readOptions } from "./options.ts";
import { makeProgress } from "./progress.ts";
import { performanceDocument } from "./report/document.ts";
import { printResults } from "./report/print-results.ts";
import type { Results } from "./results.ts";
import { openBench } from "./rig/rig.ts";

const root = join(import.meta.dirname, "../..");
const documentPath = join(root, "docs/performance.md");

const asked = optionsOrExit();
if (asked === null) console.log(help);
else await run(asked);

/** A wrong command line gives one sentence. A fault in a run comes with its stack. */
function optionsOrExit(): Options | null {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

async function run(options: Options): Promise<void> {
  const results =
    options.from === undefined
      ? await measureAndKeep(options)
      : (JSON.parse(await readFile(options.from, "utf8")) as Results);
  printResults(results);
  if (!options.writesDocs) return;
  await writeFile(documentPath, performanceDocument(results));
  console.log(`\nWrote ${relative(process.cwd(), documentPath)}`);
}

async function measureAndKeep(options: Options): Promise<Results> {
  const progress = makeProgress();
  const bench = await openBench(progress);
  let isStopping = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => {
      isStopping = true;
      progress.say("Stopping …");
      void bench.close().finally(() => process.exit(130));
    });
  try {
    const results = await measure(bench, options);
    const path = options.json ?? join(root, "bench/results", `${results.startedAt.replaceAll(":", "-")}.json`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${JSON.stringify(results, null, 2)}\n`);
    progress.say(`Results: ${relative(process.cwd(), path)}`);
    return results;
  } catch (error) {
    // When somebody stops the run, the measured servers end first. That is not a fault, and this process ends soon.
    if (isStopping) return await Promise.withResolvers<never>().promise;
    throw error;
  } finally {
    progress.end();
    await bench.close();
  }
}
