import { rmSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Settings } from "./settings.ts";

/** What ends a deployment half way: Ctrl-C, CI that gives up, a closed terminal. */
const endings = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Writes settings to a file that only this user can read, for as long as `use` takes. As JSON, because wrangler replaces
 * `$…` in other files. On the command line everybody on the machine could read them. No secret is left behind, also if a
 * signal ends the process.
 */
export async function withSecretsFile<Result>(
  settings: Settings,
  use: (file: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), "till-deploy-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const end = (signal: NodeJS.Signals) => {
    remove();
    // This listener is gone by now, so the signal does what it always does.
    process.kill(process.pid, signal);
  };
  for (const signal of endings) process.once(signal, end);
  try {
    const file = join(folder, "settings.json");
    await writeFile(file, JSON.stringify(settings), { mode: 0o600 });
    return await use(file);
  } finally {
    for (const signal of endings) process.off(signal, end);
    remove();
  }
}
