import { basename, dirname, resolve } from "node:path";
import type { Plugin } from "vitest/config";
import { type TestCase, createVitest } from "vitest/node";
import { type Chapter, root } from "./chapters.ts";

/** Tests to run, and the code to run them on. */
export interface Run {
  readonly name: string;
  /** Whose tests. */
  readonly tests: readonly Chapter[];
  /** Whose code, and the code itself. */
  readonly chapter: Chapter;
  readonly code: string;
}

/** A test that ran. `error` is null if it passed. */
export interface Outcome {
  readonly test: string;
  /** The folder of the chapter that it belongs to. */
  readonly of: string;
  readonly error: string | null;
}

/**
 * Runs tests with Vitest, and returns their outcomes by the name of the run. @throws if a test file can't be run.
 *
 * All runs are one run of Vitest, which takes a second. A test file is named once for each code that it runs on, with the
 * name of the run as the query of its path.
 */
export async function runTests(runs: readonly Run[]): Promise<Map<string, Outcome[]>> {
  const vitest = await createVitest(
    {
      root,
      config: false,
      watch: false,
      reporters: [{}],
      globalSetup: ["src/database-server.ts"],
      isolate: false,
      // Far more than a test takes, for machines that are busy with other things.
      testTimeout: 60_000,
      // Whole sentences in the messages.
      chaiConfig: { truncateThreshold: 0 },
    },
    { plugins: [codeUnderTest(runs)] },
  );
  const project = vitest.getRootProject();
  const files = runs.flatMap(({ name, tests }) =>
    tests.map(
      ({ folder }) => `${resolve(root, folder, "shop.test.ts")}?${new URLSearchParams({ run: name }).toString()}`,
    ),
  );
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(
    files.map((file) => project.createSpecification(file)),
  );
  const outcomes = new Map<string, Outcome[]>(runs.map(({ name }) => [name, []]));
  const faults = unhandledErrors.map(String);
  for (const module of testModules) {
    faults.push(...module.errors().map(({ message }) => `${module.moduleId}: ${message}`));
    for (const test of module.children.allTests())
      outcomes.get(runOf(module.moduleId) ?? "")?.push({
        test: test.name,
        of: basename(dirname(module.moduleId)),
        error: errorOf(test),
      });
  }
  await vitest.close();
  // It sets the code as tests fail. Here some have to.
  process.exitCode = undefined;
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return outcomes;
}

/** The first line of a test's error, without the notes of the assertion. */
const errorOf = (test: TestCase): string | null =>
  test.result().errors?.[0]?.message.replace(/ \/\/ .*|\n[^]*/, "") ?? null;

const runOf = (id: string): string | null => new URLSearchParams(id.split("?")[1]).get("run");

/** The tests of every chapter import `./shop.ts`. This says which one they get. */
function codeUnderTest(runs: readonly Run[]): Plugin {
  const ofFile = (id: string) => runs.find(({ name }) => name === runOf(id));
  return {
    name: "code-under-test",
    enforce: "pre",
    resolveId(id, importer = "") {
      const run = id === "./shop.ts" ? ofFile(importer) : undefined;
      return run ? `${resolve(root, run.chapter.folder, "shop.ts")}?${importer.split("?")[1]}` : undefined;
    },
    load: (id) => (/\/shop\.ts\?/.test(id) ? ofFile(id)?.code : undefined),
  };
}
