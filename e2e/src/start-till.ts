import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { isPortFree, spawnTied } from "@till/libsql-local";

const root = resolve(import.meta.dirname, "../..");

/** The last line that `dev` prints when everything runs. */
const readyLine = "Ctrl-C stops everything";

const readyTimeoutMs = 180_000;

/** The address of a Till, and the secret with which a login service would sign its tokens. */
export interface RunningTill {
  url: string;
  /** Its database, for tests that need older data. */
  database: { url: string; authToken: string };
  authSecret: string;
}

/** Runs `dev` with the built shop, on its own database and ports, and with these settings. */
export async function startTill(
  settings: Record<string, string> = {},
): Promise<RunningTill & { stop: () => Promise<void> }> {
  const stateDir = await mkdtemp(join(tmpdir(), "till-e2e-"));
  const [port, databasePort] = [await freePort(), await freePort()];
  const lines: string[] = [];
  const ready = Promise.withResolvers<void>();
  const dev = spawnTied({
    command: process.execPath,
    args: [join(root, "tooling/dev/src/dev.ts")],
    cwd: root,
    env: {
      ...process.env,
      TILL_STATE_DIR: stateDir,
      PORT: String(port),
      DATABASE_PORT: String(databasePort),
      DATABASE_URL: "",
      ...settings,
    },
    onLine(line) {
      lines.push(line);
      if (line.includes(readyLine)) ready.resolve();
    },
    scratchDir: stateDir,
  });
  const fail = (why: string) => ready.reject(new Error(`Till ${why}. It printed:\n${lines.join("\n")}`));
  void dev.exited.then(() => fail("has ended before it was ready"));
  const timer = setTimeout(() => fail("was not ready in time"), readyTimeoutMs);
  const stop = async () => {
    await dev.stop();
    await rm(stateDir, { recursive: true, force: true });
  };
  try {
    await ready.promise;
    const authSecret = (await readFile(join(stateDir, "auth-secret"), "utf8")).trim();
    const authToken = (await readFile(join(stateDir, "database/auth-token"), "utf8")).trim();
    const database = { url: `http://127.0.0.1:${databasePort}`, authToken };
    return { url: `http://localhost:${port}`, database, authSecret, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** A free port below the range that the system assigns by itself, so that no other program gets it in the meantime. */
export async function freePort(): Promise<number> {
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  return (await isPortFree(port)) ? port : freePort();
}
