import type { Page } from "playwright-core";

/** Waits until nothing is loading any more. */
export const settled = (page: Page) => page.locator('[aria-busy="true"]').first().waitFor({ state: "detached" });
