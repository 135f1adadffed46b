import type { Channel, RefusalCode } from "@till/client";
import { test as base, expect, inject } from "vitest";
import { keepFailure } from "./failure.ts";
import { tillMatchers } from "./matchers.ts";
import { tillUrl } from "./provided.ts";
import { type TestTill, createTestTill } from "./test-till.ts";

declare module "vitest" {
  // The parameters have to be those of Vitest.
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** An order is PAID. The message has its story. */
    toBePaid(): R;
    /** A call is refused by Till, with one of these codes if there are any: `await expect(call).toBeRefused("OUT_OF_STOCK")`. */
    toBeRefused(...codes: RefusalCode[]): Promise<void>;
    /**
     * A customer gets a message whose subject or text matches: `await expect(asha).toHaveReceived("EMAIL", /confirmed/i)`. It
     * waits for one (10 seconds by default); with `not`, it looks at what has been sent.
     */
    toHaveReceived(channel: Channel, matching: RegExp, options?: { timeoutMs?: number }): Promise<void>;
    /** A till's figures are those that its events say: `await expect(till).toBalance()`. */
    toBalance(): Promise<void>;
  }
}

expect.extend(tillMatchers);

/**
 * Vitest's `test`, with a till for each test that uses it. The till is deleted after the test. When the test fails, it is
 * kept for an hour. Its address, the story of its orders and a command that replays them are printed.
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
      console.error(await keepFailure(till, task.name));
    });
    await use(till);
  },
});

export { payWith } from "./pay-with.ts";
export { expect };
