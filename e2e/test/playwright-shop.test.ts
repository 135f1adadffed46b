import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { expect, inject, test } from "vitest";
import { environmentWithChromium } from "../src/chromium.ts";

const run = promisify(execFile);
const shop = resolve(import.meta.dirname, "../../examples/playwright-shop");

test("the tests of the Playwright example pass", async () => {
  const playwright = createRequire(join(shop, "package.json")).resolve("@playwright/test/package.json");
  const env = { ...(await environmentWithChromium()), TILL_URL: inject("till").url };
  const done = run(process.execPath, [join(dirname(playwright), "cli.js"), "test"], { cwd: shop, env });
  const { stdout } = await done.catch(({ stdout: out, stderr }: { stdout: string; stderr: string }) => {
    throw new Error(`Playwright failed:\n${out}${stderr}`);
  });
  expect(stdout).toContain("3 passed");
});
