import { configSchema, readConfig } from "@till/api/config";
import type { Database } from "./database.ts";

type Variables = Record<string, string | undefined>;

/**
 * The variables of the Worker: each that its settings know is taken from the environment, if it is set there. What `dev`
 * sets itself are defaults, but for the database: that is the one that `dev` has opened, whatever the environment names,
 * with as many tills as that can have, unless the environment says `TILLS=single`. `url` is where the Worker listens.
 *
 * @throws a sentence that names each variable that is wrong and says what to set.
 */
export function workerVariables(
  env: NodeJS.ProcessEnv,
  { database, authSecret, url }: { database: Omit<Database, "place">; authSecret: string; url: string },
): Variables {
  const defaults = {
    AUTH_SECRET: authSecret,
    SANDBOX: "on",
    WEBHOOK_PRIVATE_TARGETS: "on",
    RATE_LIMITS: "off",
    // In a sandbox links follow the address that a request came by, such as another device's.
    ...(env["SANDBOX"] === "off" && { PUBLIC_ORIGIN: url }),
  };
  const hasTills = database.tillUrl !== undefined && env["TILLS"] !== "single";
  const given = Object.keys(configSchema.shape).flatMap((name) => (env[name] ? [[name, env[name]] as const] : []));
  const variables: Variables = {
    ...defaults,
    ...Object.fromEntries(given),
    DATABASE_URL: hasTills ? database.tillUrl : database.url,
    TILLS: hasTills ? "many" : "single",
    DATABASE_AUTH_TOKEN: database.authToken,
  };
  readConfig(variables);
  return variables;
}
