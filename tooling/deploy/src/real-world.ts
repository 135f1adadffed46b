import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Connection, migrateDatabase, migrateTills, pendingMigrations } from "@till/db/setup";
import { inTill } from "@till/db";
import { defaultTill } from "@till/contracts";
import { apiDir } from "./environment.ts";
import { type Ended, Stopped, type World, type WranglerRecord } from "./world.ts";

/** No question is asked, and nothing is sent that a deployment does not need. */
const quiet = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_WRITE_LOGS: "false",
  CI: "true",
};

/** The settings of a deployment are not handed to wrangler as its own environment: a file has them. */
const cli = createRequire(import.meta.url).resolve("wrangler");

/** Runs the wrangler of this repository in apps/api. */
export async function runWrangler(args: readonly string[]): Promise<Ended> {
  const folder = await mkdtemp(join(tmpdir(), "till-wrangler-"));
  const records = join(folder, "records.ndjson");
  const env = { ...process.env, ...quiet, WRANGLER_OUTPUT_FILE_PATH: records };
  try {
    const ended = await new Promise<Omit<Ended, "records">>((resolve) => {
      const command = ["--no-warnings", cli, ...args];
      const options = { cwd: apiDir, env, maxBuffer: 64 * 1024 * 1024 };
      execFile(process.execPath, command, options, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : 1, output: error === null ? stdout : `${stdout}${stderr}` }),
      );
    });
    return { ...ended, records: await readRecords(records) };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Some commands write no records, and the file is not there then. */
async function readRecords(file: string): Promise<WranglerRecord[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as WranglerRecord);
}

/** Runs the script of this repository that builds the site, and shows what it prints. The pnpm that runs us runs it. */
function buildSite(): Promise<void> {
  const cwd = fileURLToPath(new URL("../../..", import.meta.url));
  return new Promise((resolve, reject) => {
    const build = spawn("pnpm", ["run", "build:site"], { cwd, stdio: "inherit" });
    build.on("error", reject);
    build.on("exit", (code) => (code === 0 ? resolve() : reject(new Stopped("The site could not be built."))));
  });
}

/** What a dry run uses of the real world. */
export const rehearsalWorld = { wrangler: runWrangler, buildSite, print: (line: string) => console.log(line) };

/** The real world, with the database at a connection. */
export const realWorld = (connection: Connection): World => ({
  ...rehearsalWorld,
  fetch,
  pendingMigrations: () => pendingMigrations(inTill(connection, defaultTill)),
  async migrate(upTo) {
    if (!connection.url.includes("{till}")) return migrateDatabase(connection, upTo);
    const failed = await migrateTills(connection, { upTo });
    if (failed.length === 0) return;
    const list = failed.map(({ till, why }) => `${till}: ${why}`).join("\n");
    throw new Stopped(`${failed.length} of the tills could not be migrated. Nothing is lost; run it again.\n${list}`);
  },
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});
