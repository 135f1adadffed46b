import { existsSync } from "node:fs";
import { styleText } from "node:util";
import { nextDueAt } from "@till/db/setup";
import { isPortFree } from "@till/libsql-local";
import { authSecret } from "./auth-secret.ts";
import { openDatabase, type Database } from "./database.ts";
import { fetchDemoPeople } from "./demo-people.ts";
import { fireCron, keepSweeping } from "./keep-sweeping.ts";
import { siteDir } from "./paths.ts";
import { readSettings, type Settings } from "./settings.ts";
import { createShutdown, type Shutdown } from "./shutdown.ts";
import { welcome } from "./welcome.ts";
import { writeWorkerEnv } from "./worker-env.ts";
import { workerVariables } from "./worker-variables.ts";
import { createWorkerOutput } from "./worker-output.ts";
import { startWorker, untilHealthy } from "./wrangler.ts";

const databaseUrlIsNotUsed =
  "DATABASE_URL is set, and not used here: dev fills its database with demo data, and that may be a real shop's. " +
  "To use another database than the local one, set TILL_DEV_DATABASE_URL.";

await main();

/** `npx pnpm@10 dev`: runs until Ctrl-C, or until a part of it fails, which it says. */
async function main(): Promise<void> {
  const shutdown = createShutdown();
  try {
    await dev(readSettings(process.env), shutdown);
  } catch (error) {
    console.error(`\n${styleText("red", error instanceof Error ? error.message : String(error))}`);
    await shutdown.end(1);
  }
}

/** Starts the database and the Worker, and says what a person needs next. They run until the session ends. */
async function dev(settings: Settings, shutdown: Shutdown): Promise<void> {
  if (!(await isPortFree(settings.port))) {
    throw new Error(
      `Port ${settings.port} is in use, perhaps by Till itself. Stop the program that listens there, ` +
        `or choose another port: PORT=${settings.port + 1} npx pnpm@10 dev`,
    );
  }
  if (!existsSync(siteDir))
    throw new Error("The files that the Worker serves are not built yet. Build them: npx pnpm@10 build:site");
  console.log("Starting Till …");
  if (process.env["DATABASE_URL"]) say(databaseUrlIsNotUsed);
  const database = await openDatabase(settings, shutdown);
  done("Database", database.place);
  done("Schema and demo data", "up to date");
  await serve(settings, database, shutdown);
}

/** Starts the Worker, shows the closing block, and from then on what the Worker logs. */
async function serve({ port, stateDir }: Settings, database: Database, shutdown: Shutdown): Promise<void> {
  const url = `http://localhost:${port}`;
  const variables = workerVariables(process.env, { database, authSecret: await authSecret(stateDir), url });
  const envFile = await writeWorkerEnv(stateDir, variables);
  const output = createWorkerOutput(console.log, process.stdout.hasColors?.() ?? false);
  const worker = startWorker({ port, envFile, onLine: output.onLine });
  shutdown.add(() => worker.stop());
  try {
    await untilHealthy(url, worker);
    const users = variables["SANDBOX"] === "on" ? await fetchDemoPeople(url) : [];
    console.log(welcome({ url, port, users, place: database.place }));
  } catch (error) {
    output.confess();
    throw error;
  }
  output.open();
  sweepUntilTheEnd(url, database, shutdown);
  shutdown.endWith(worker.exited, () => "wrangler has ended by itself.");
}

/** Sweeps until the session ends: see `keep-sweeping.ts`. */
function sweepUntilTheEnd(url: string, database: Database, shutdown: Shutdown): void {
  const ending = new AbortController();
  const swept = keepSweeping({
    sweep: () => fireCron(url, ending.signal),
    nextDueAt: (after) => nextDueAt(database, after),
    say,
    signal: ending.signal,
  });
  shutdown.add(() => {
    ending.abort();
    return swept;
  });
}

function say(sentence: string): void {
  console.log(`\n${styleText("yellow", sentence)}\n`);
}

function done(what: string, how: string): void {
  console.log(`${styleText("green", "✓")} ${what}: ${how}`);
}
