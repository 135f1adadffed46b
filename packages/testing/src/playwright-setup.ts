import { startTill } from "./start-till.ts";

/** Starts one Till for the test run: `globalSetup: "@till/testing/playwright-setup"` in playwright.config.ts. */
// Playwright takes the default export.
// oxlint-disable-next-line import/no-default-export
export default async function setup(): Promise<() => Promise<void>> {
  const till = await startTill();
  // Playwright starts its workers with the environment of this process.
  process.env["TILL_URL"] = till.url;
  return () => till.stop();
}
