import { chmod, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The folder with a server's data. A temporary one is removed with its server. */
export type DataDir = { path: string; isTemporary: boolean; discard(): Promise<void> };

/** Creates the folder `given`, or a temporary one. */
export async function openDataDir(given: string | undefined): Promise<DataDir> {
  if (given !== undefined) {
    const path = resolve(given);
    await mkdir(path, { recursive: true, mode: 0o700 });
    return { path, isTemporary: false, discard: () => Promise.resolve() };
  }
  const path = await mkdtemp(join(tmpdir(), "till-libsql-"));
  return { path, isTemporary: true, discard: () => rm(path, { recursive: true, force: true }) };
}

/**
 * Lets only this user read a folder and its files: they hold customers and secrets. Call it while nothing changes the
 * folder.
 */
export async function makePrivate(dir: string): Promise<void> {
  await chmod(dir, 0o700);
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o700);
    else if (entry.isFile()) await chmod(path, 0o600);
  }
}
