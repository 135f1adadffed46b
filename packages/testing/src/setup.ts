import type { TestProject } from "vitest/node";
import { tillUrl } from "./provided.ts";
import { startTill } from "./start-till.ts";

/** Starts one Till for the test run: `globalSetup: ["@till/testing/setup"]` in vitest.config.ts. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const till = await startTill();
  project.provide(tillUrl, till.url);
  return () => till.stop();
}
