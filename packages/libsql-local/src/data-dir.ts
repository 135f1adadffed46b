import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The folder with a server's data. A temporary one is removed with its server. */
export type DataDir = { path: string; isTemporary: boolean; discard(): Promise<void> };

/** Creates the folder `given`, or a temporary one. */
export async function openDataDir(given: string | undefined): Promise<DataDir> {
  if (given !== undefined) {
    const path = resolve(given);
    await mkdir(path, { recursive: true });
    return { path, isTemporary: false, discard: () => Promise.resolve() };
  }
  const path = await mkdtemp(join(tmpdir(), "till-libsql-"));
  return { path, isTemporary: true, discard: () => rm(path, { recursive: true, force: true }) };
}
