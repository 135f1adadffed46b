import { sayOldNode } from "./old-node.ts";
import type { RunningTill, TillOptions } from "./run-till.ts";

export type { RunningTill, TillOptions };

/**
 * Starts Till with its database, demo data and sandbox, and resolves when it answers. It ends with this process, too.
 *
 * @throws Error a sentence that says what to do, if it can't start.
 */
export async function runTill(options: TillOptions = {}): Promise<RunningTill> {
  const oldNode = sayOldNode();
  if (oldNode !== null) throw new Error(oldNode);
  // An older Node can't even load the rest.
  const { serve } = await import("./run-till.ts");
  return serve(options);
}
