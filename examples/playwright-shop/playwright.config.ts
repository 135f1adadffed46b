import { defineConfig } from "@playwright/test";

/** A browser that Playwright did not install: its program, or the name of one that is installed, such as `chrome`. */
const { CHROME_PATH: executablePath, CHROME_CHANNEL: channel } = process.env;

export default defineConfig({
  testDir: "test",
  testMatch: "*.spec.ts",
  fullyParallel: true,
  globalSetup: "@till/testing/playwright-setup",
  reporter: "list",
  use: executablePath ? { launchOptions: { executablePath, args: ["--no-sandbox"] } } : { ...(channel && { channel }) },
});
