import type { Till } from "./till.ts";

/**
 * Loses the next answers of the database, after it has done its work. Returns a function that says how many were lost so
 * far.
 */
export function loseAnswers({ world }: Till, times: number): () => number {
  let lost = 0;
  world.fetch = async (...request) => {
    const response = await fetch(...request);
    if (lost === times) return response;
    lost += 1;
    throw new Error("Network connection lost.");
  };
  return () => lost;
}
