import type { TestProject } from "vitest/node";
import { findChromium } from "./chromium.ts";
import { type RunningTill, startTill } from "./start-till.ts";

declare module "vitest" {
  interface ProvidedContext {
    till: RunningTill;
  }
}

/** One Till for all browser tests. Each test has its own people in it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Unpacks Chromium once. Parallel workers could otherwise run the file while another one writes it.
  await findChromium();
  const { stop, ...till } = await startTill();
  project.provide("till", till);
  return stop;
}
