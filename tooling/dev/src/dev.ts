import { existsSync } from "node:fs";
import { styleText } from "node:util";
import { isPortFree } from "@till/libsql-local";
import { authSecret } from "./auth-secret.ts";
import { openDatabase, type Database } from "./database.ts";
import { fetchDemoPeople } from "./demo-people.ts";
import { siteDir } from "./paths.ts";
import { readSettings, type Settings } from "./settings.ts";
import { createShutdown, type Shutdown } from "./shutdown.ts";
import { welcome } from "./welcome.ts";
import { writeWorkerEnv } from "./worker-env.ts";
import { createWorkerOutput } from "./worker-output.ts";
import { startWorker, untilHealthy } from "./wrangler.ts";

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
  const database = await openDatabase(settings, shutdown);
  done("Database", database.place);
  done("Schema and demo data", "up to date");
  await serve(settings, database, shutdown);
}

/** Starts the Worker, shows the closing block, and from then on what the Worker logs. */
async function serve({ port, stateDir }: Settings, database: Database, shutdown: Shutdown): Promise<void> {
  const envFile = await writeWorkerEnv(stateDir, {
    DATABASE_URL: database.url,
    DATABASE_AUTH_TOKEN: database.authToken,
    AUTH_SECRET: await authSecret(stateDir),
    SANDBOX: "on",
    WEBHOOK_PRIVATE_TARGETS: "on",
    RATE_LIMITS: "off",
  });
  const output = createWorkerOutput(console.log, process.stdout.hasColors?.() ?? false);
  const worker = startWorker({ port, envFile, onLine: output.onLine });
  shutdown.add(() => worker.stop());
  const url = `http://localhost:${port}`;
  try {
    await untilHealthy(url, worker);
    console.log(welcome({ url, port, users: await fetchDemoPeople(url), place: database.place }));
  } catch (error) {
    output.confess();
    throw error;
  }
  output.open();
  shutdown.endWith(worker.exited, () => "wrangler has ended by itself.");
}

function done(what: string, how: string): void {
  console.log(`${styleText("green", "✓")} ${what}: ${how}`);
}
