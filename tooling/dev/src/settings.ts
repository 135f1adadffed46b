import { resolve } from "node:path";
import { root } from "./paths.ts";

/** What a person may set in the environment for `dev`. */
export type Settings = {
  /** Where the Worker listens. */
  port: number;
  /** Where the local database listens. Not used with a `remote` one. */
  databasePort: number;
  /** Your own sandbox database, such as one at Turso, instead of the local one. */
  remote: { url: string; authToken: string | undefined } | undefined;
  /** What is kept between two runs, the local database included: `.till`, which Git ignores. */
  stateDir: string;
};

/** Reads the settings; throws a sentence that names the variable that is wrong. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const { TILL_DEV_DATABASE_URL: url, TILL_DEV_DATABASE_AUTH_TOKEN: authToken } = env;
  return {
    port: readPort(env, "PORT", 8787),
    databasePort: readPort(env, "DATABASE_PORT", 8790),
    remote: url ? { url, authToken: authToken || undefined } : undefined,
    stateDir: resolve(root, env["TILL_STATE_DIR"] || ".till"),
  };
}

function readPort(env: NodeJS.ProcessEnv, name: string, otherwise: number): number {
  const text = env[name];
  if (!text) return otherwise;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`${name} must be a port, a whole number from 1 to 65535, and is "${text}".`);
  }
  return port;
}
