import type { Page } from "playwright-core";

/** Waits until nothing is on its way any more. */
export const settled = (page: Page) => page.locator('[aria-busy="true"]').first().waitFor({ state: "detached" });
