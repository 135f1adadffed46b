import type { TestProject } from "vitest/node";
import { findChromium } from "./chromium.ts";
import { type RunningTill, startTill } from "./start-till.ts";

declare module "vitest" {
  interface ProvidedContext {
    till: RunningTill;
  }
}

/** One Till for all browser tests: each test has persons of its own in it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Unpacked once, here: the files with tests run beside each other.
  await findChromium();
  const { stop, ...till } = await startTill();
  project.provide("till", till);
  return stop;
}
