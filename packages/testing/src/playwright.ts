import { type Expect, test as base, expect as baseExpect } from "@playwright/test";
import { keepFailure } from "./failure.ts";
import { tillMatchers } from "./matchers.ts";
import { type TestTill, createTestTill } from "./test-till.ts";

/**
 * Playwright's `test`, with a till for each test that uses it: `till.url` is where its shop is. The till is deleted after
 * the test. When the test fails, it is kept for an hour. Its address, the story of its orders and a command that replays
 * them are printed.
 */
export const test = base.extend<{ till: TestTill }>({
  // Playwright wants to see which fixtures this one uses, so it has to be a pattern.
  // oxlint-disable-next-line eslint/no-empty-pattern
  till: async ({}, use, testInfo) => {
    const url = process.env["TILL_URL"];
    if (!url)
      throw new Error(
        'No Till was started. Add to playwright.config.ts: globalSetup: "@till/testing/playwright-setup"',
      );
    const till = await createTestTill({ url, name: testInfo.title });
    await use(till);
    if (testInfo.status === testInfo.expectedStatus) return till.delete();
    console.error(await keepFailure(till, testInfo.title));
  },
});

/** Playwright's `expect`, with the matchers for Till. */
export const expect: Expect<typeof tillMatchers> = baseExpect.extend(tillMatchers);

export { payWith } from "./pay-with.ts";
