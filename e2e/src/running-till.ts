import type { TestProject } from "vitest/node";
import { type RunningTill, startTill } from "./start-till.ts";

declare module "vitest" {
  interface ProvidedContext {
    till: RunningTill;
  }
}

/** One Till for all browser tests: each test has persons of its own in it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop, ...till } = await startTill();
  project.provide("till", till);
  return stop;
}
