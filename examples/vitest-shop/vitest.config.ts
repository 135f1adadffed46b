import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "vitest shop",
    globalSetup: ["@till/testing/setup"],
    sequence: { concurrent: true },
    // Far more than a test takes, for machines that are busy with other things.
    testTimeout: 60_000,
  },
});
