import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Settings } from "./settings.ts";

/**
 * Writes settings to a file that only this user can read, for as long as `use` takes. As JSON, because wrangler replaces
 * `$…` in other files. On the command line everybody on the machine could read them.
 */
export async function withSecretsFile<Result>(
  settings: Settings,
  use: (file: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "till-deploy-"));
  try {
    const file = join(folder, "settings.json");
    await writeFile(file, JSON.stringify(settings), { mode: 0o600 });
    return await use(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}
