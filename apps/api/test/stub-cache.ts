import { onTestFinished, vi } from "vitest";

/** Stands in for the cache of Workers until the test is over, and answers what it keeps, by key. */
export function stubCache(): Map<string, Response> {
  const kept = new Map<string, Response>();
  vi.stubGlobal("caches", {
    default: {
      match: async (key: string) => kept.get(key)?.clone(),
      put: async (key: string, response: Response) => void kept.set(key, response),
    },
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  return kept;
}
