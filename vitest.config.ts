import { availableParallelism } from "node:os";
import { join } from "node:path";
import { TallyReporter } from "./tooling/tally-reporter.ts";
import { defineConfig } from "vitest/config";

// The test workers, and what they start, load the same modules over and over: Node keeps them compiled.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "node_modules/.cache/node");

const project = (name: string, include: string[]) => ({ extends: true as const, test: { name, include } });

/** Tests that change what a module makes when it is first used, so that they need modules that nobody has used. */
const onModulesOfTheirOwn = ["packages/db/test/new-event-sends-messages.test.ts"];

/** Files of a worker share their modules: loading them takes longer than most tests. */
const shared = (name: string, include: string[], exclude: string[] = []) => ({
  extends: true as const,
  test: { name, include, exclude, isolate: false },
});

export default defineConfig({
  test: {
    projects: [
      // Pure rules: milliseconds, no processes.
      shared("unit", [
        "packages/{contracts,domain}/test/**/*.test.ts",
        "apps/shop/test/**/*.test.ts",
        "bench/test/unit/*.test.ts",
      ]),
      // The Worker's code, its client and the tools, against the real database server.
      shared(
        "integration",
        [
          "packages/{db,client,gateway-stripe,libsql-local,cli}/test/**/*.test.ts",
          "apps/api/test/**/*.test.ts",
          "apps/docs/test/**/*.test.ts",
          "tooling/*/test/**/*.test.ts",
          "bench/test/*.test.ts",
          "examples/learn/test/*.test.ts",
        ],
        onModulesOfTheirOwn,
      ),
      project("own modules", onModulesOfTheirOwn),
      // The test kit, on one running Till.
      {
        extends: true,
        test: {
          name: "test kit",
          include: ["packages/testing/test/**/*.test.ts"],
          globalSetup: ["packages/testing/src/setup.ts"],
        },
      },
      // An example with the configuration of a project of somebody else.
      "examples/vitest-shop",
      // The shop in a real browser, on one running Till.
      {
        extends: true,
        test: {
          name: "browser",
          include: ["e2e/test/**/*.test.ts"],
          isolate: false,
          globalSetup: ["e2e/src/running-till.ts"],
        },
      },
    ],
    reporters: ["default", new TallyReporter()],
    // More than there are cores: most tests wait for a server, a browser or a pause as often as they compute.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    silent: "passed-only",
    // Far longer than anything takes: only what hangs gets there, also where a dozen other things run.
    testTimeout: 300_000,
    // A page or a message can be a few seconds late where everything else runs too.
    expect: { poll: { timeout: 15_000 } },
    hookTimeout: 300_000,
  },
});
