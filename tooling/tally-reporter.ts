import type { Reporter, TestModule } from "vitest/node";

/** Closes a test run with one plain line, `N passed, N failed`. A file that did not load and a stray error count as failed. */
export class TallyReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const passed = tests.filter((test) => test.result().state === "passed").length;
    const failed = tests.filter((test) => test.result().state === "failed").length;
    const unloaded = modules.filter((module) => module.errors().length > 0).length;
    process.stdout.write(`\n${passed} passed, ${failed + unloaded + errors.length} failed\n`);
  }
}
