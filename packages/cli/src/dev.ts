import { parseArgs } from "node:util";
import { serveTill } from "./run-till.ts";
import { begin } from "./session/begin.ts";
import { fetchDemoPeople } from "./session/demo-people.ts";
import { readSettings } from "./session/settings.ts";
import type { Shutdown } from "./session/shutdown.ts";
import { welcome } from "./session/welcome.ts";

export const devUsage = `till dev [--port 8787]

Runs Till at http://localhost:8787: the shop, the API, its database with demo data. The data stays in .till.
The settings of the Worker are read from the environment.`;

/** Runs Till until the session ends. @throws a sentence that says what to do. */
export async function dev(args: string[], shutdown: Shutdown): Promise<void> {
  const { values } = parseArgs({ args, options: { port: { type: "string" } } });
  const env: NodeJS.ProcessEnv = { ...process.env, ...(values.port !== undefined && { PORT: values.port }) };
  const settings = readSettings(env, { command: "npx till dev", baseDir: process.cwd() });
  const database = await begin(settings, shutdown);
  let isReady = false;
  const early: string[] = [];
  const onLine = (line: string): void => void (isReady ? console.log(line) : early.push(line));
  const { port, stateDir } = settings;
  try {
    const url = `http://localhost:${port}`;
    await serveTill({ port, database, stateDir, env, onLine }, shutdown);
    const users = env["SANDBOX"] === "off" ? [] : await fetchDemoPeople(url);
    const commands = [`npx till new --url ${url}`, `npx till listen --till ${url}`];
    console.log(welcome({ url, users, place: database.place, commands }));
  } catch (error) {
    for (const line of early) console.error(line);
    throw error;
  }
  isReady = true;
}
