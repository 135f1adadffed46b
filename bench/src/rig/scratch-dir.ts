import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnTied } from "@till/libsql-local";

export interface ScratchDir {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** Ends after a delay, so that servers that write to the folder end before it is removed. */
const guard = `trap 'sleep 2; exit' TERM; while :; do sleep 1 & wait; done`;

/**
 * Creates a temporary folder that is removed with this process, however that ends. Miniflare ends the process at once
 * on Ctrl-C, before other cleanup can run.
 */
export async function makeScratchDir(prefix: string): Promise<ScratchDir> {
  const path = await mkdtemp(join(tmpdir(), prefix));
  const tied = spawnTied({ command: "sh", args: ["-c", guard], env: process.env, onLine: () => {}, scratchDir: path });
  return {
    path,
    async remove() {
      await tied.stop(0);
      await rm(path, { recursive: true, force: true });
    },
  };
}
