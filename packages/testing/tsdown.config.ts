import { defineConfig } from "tsdown";

export default defineConfig({
  entry: ["src/index.ts", "src/setup.ts", "src/vitest.ts", "src/playwright.ts", "src/playwright-setup.ts"],
  platform: "node",
  fixedExtension: false,
  dts: true,
});
