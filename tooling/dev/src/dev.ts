import { existsSync } from "node:fs";
import { styleText } from "node:util";
import {
  authSecret,
  begin,
  createShutdown,
  type Database,
  fetchDemoPeople,
  keepSweeping,
  readSettings,
  say,
  type Settings,
  type Shutdown,
  welcome,
  workerVariables,
} from "@till/cli/session";
import { nextDueAt } from "@till/db/setup";
import { fireCron } from "./fire-cron.ts";
import { root, siteDir } from "./paths.ts";
import { writeWorkerEnv } from "./worker-env.ts";
import { createWorkerOutput } from "./worker-output.ts";
import { startWorker, untilHealthy } from "./wrangler.ts";

await main();

/** `npx pnpm@10 dev`: runs until Ctrl-C, or until a part of it fails, which it says. */
async function main(): Promise<void> {
  const shutdown = createShutdown();
  try {
    await dev(readSettings(process.env, { command: "npx pnpm@10 dev", baseDir: root }), shutdown);
  } catch (error) {
    console.error(`\n${styleText("red", error instanceof Error ? error.message : String(error))}`);
    await shutdown.end(1);
  }
}

/** Starts the database and the Worker, and says what a person needs next. They run until the session ends. */
async function dev(settings: Settings, shutdown: Shutdown): Promise<void> {
  if (!existsSync(siteDir))
    throw new Error("The files that the Worker serves are not built yet. Build them: npx pnpm@10 build:site");
  await serve(settings, await begin(settings, shutdown), shutdown);
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
    const demo = port === 8787 ? "npx pnpm@10 demo" : `PORT=${port} npx pnpm@10 demo`;
    console.log(welcome({ url, users, place: database.place, commands: [demo] }));
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
