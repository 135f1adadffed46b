import { join } from "node:path";
import { freePort } from "@till/cli/testing";
import { spawnTied } from "@till/libsql-local";
import { onTestFinished } from "vitest";
import { manifestOf } from "./project.ts";

/** The packed `till`. */
export const binOf = async (dir: string) => {
  const cliDir = join(dir, "node_modules/@till/cli");
  return join(cliDir, (await manifestOf(cliDir)).bin?.["till"] ?? "");
};

/** Runs the packed `till dev` in a folder, until the test is over, with more in its environment. */
export async function runDev(dir: string, env: NodeJS.ProcessEnv = {}) {
  const [port, databasePort] = [await freePort(), await freePort()];
  const lines: string[] = [];
  const ready = Promise.withResolvers<void>();
  const ownEnv = { PORT: String(port), DATABASE_PORT: String(databasePort), DATABASE_URL: "", TILL_STATE_DIR: "" };
  const dev = spawnTied({
    command: process.execPath,
    args: [await binOf(dir), "dev"],
    cwd: dir,
    env: { ...process.env, ...ownEnv, ...env },
    onLine(line) {
      lines.push(line);
      if (line.includes("Ctrl-C stops everything")) ready.resolve();
    },
  });
  onTestFinished(async () => void (await dev.stop()));
  void dev.exited.then(() => ready.reject(new Error(`till dev has ended. It printed:\n${lines.join("\n")}`)));
  await ready.promise;
  return { url: `http://localhost:${port}`, output: () => lines.join("\n"), stop: () => dev.stop() };
}
