import type { RefusalCode } from "@till/client";
import { test as base, expect, inject } from "vitest";
import { tillMatchers } from "./matchers.ts";
import { tillUrl } from "./provided.ts";
import { type TestTill, createTestTill } from "./test-till.ts";

declare module "vitest" {
  // The parameters have to be those of Vitest.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** An order is PAID. */
    toBePaid(): R;
    /** A call is refused by Till, with one of these codes if there are any: `await expect(call).toBeRefused("OUT_OF_STOCK")`. */
    toBeRefused(...codes: RefusalCode[]): Promise<void>;
    /** A till's figures are those that its events say: `await expect(till).toBalance()`. */
    toBalance(): Promise<void>;
  }
}

expect.extend(tillMatchers);

/**
 * Vitest's `test`, with a till for each test that uses it. The till is deleted after the test. When the test fails, it is
 * kept for an hour, and its address is printed.
 */
export const test = base.extend<{ till: TestTill }>({
  till: async ({ task, onTestFinished }, use) => {
    const url: string | undefined = inject(tillUrl);
    if (url === undefined)
      throw new Error('No Till was started. Add to vitest.config.ts: test: { globalSetup: ["@till/testing/setup"] }');
    const till = await createTestTill({ url, name: task.name });
    // A fixture ends before Vitest knows how the test ended.
    onTestFinished(async () => {
      if (task.result?.state !== "fail") return till.delete();
      await till.keep();
      console.error(`The till of “${task.name}” is kept for an hour: ${till.url}`);
    });
    await use(till);
  },
});

export { expect };
