import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnTied } from "@till/libsql-local";

export interface ScratchDir {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** Takes its time to end, so that the servers that write to the folder have ended before it is removed. */
const guard = `trap 'sleep 2; exit' TERM; while :; do sleep 1 & wait; done`;

/**
 * Makes a temporary folder that goes away with this process, however that ends: Miniflare ends it on Ctrl-C at once,
 * whatever others have to tidy up.
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
