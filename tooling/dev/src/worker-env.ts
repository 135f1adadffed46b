import { join } from "node:path";
import { writePrivateFile } from "@till/cli/session";

/**
 * Writes the Worker's variables to a file for `wrangler dev --env-file`, and returns its path. On the command
 * line each user of the machine could read them, and wrangler would print them; from a file it prints "(hidden)".
 */
export async function writeWorkerEnv(stateDir: string, variables: Record<string, string | undefined>): Promise<string> {
  const path = join(stateDir, "worker.env");
  const lines = Object.entries(variables).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${quote(name, value)}`],
  );
  await writePrivateFile(path, `${lines.join("\n")}\n`);
  return path;
}

/** Single quotes keep everything as it is, and can't be escaped. */
function quote(name: string, value: string): string {
  if (/['\n\r]/.test(value))
    throw new Error(`${name} holds a quote or a line break, which can't be handed to the Worker.`);
  return `'${value}'`;
}
