import type { Config } from "@till/api/config";
import type { Environment } from "./environment.ts";
import type { Settings } from "./settings.ts";
import type { World } from "./world.ts";

/** What a deployment knows before it starts. */
export interface Plan {
  readonly environment: Environment;
  readonly settings: Settings;
  readonly config: Config;
}

/** Something that a deployment needs and that is not there, and how to make it. */
export interface Missing {
  readonly what: string;
  readonly how: string;
}

/** Something that a deployment needs, and the check whether it is there. */
interface Requirement {
  readonly name: string;
  find(this: void, plan: Plan, world: World): Promise<readonly Missing[]>;
}

const wrangler = "npx pnpm@10 --filter @till/api exec wrangler";

/** All that is checked before anything is changed, in the order of the set-up in docs/deploy.md. */
const requirements: readonly Requirement[] = [
  {
    name: "a Cloudflare account",
    async find(_plan, world) {
      if ((await world.wrangler(["whoami", "--json"])).code === 0) return [];
      const how = `Run ${wrangler} login. In CI set CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID.`;
      return [{ what: "You are not signed in to Cloudflare.", how }];
    },
  },
  {
    name: "queues",
    async find({ environment }, world) {
      const missing: Missing[] = [];
      for (const queue of environment.queues)
        if ((await world.wrangler(["queues", "info", queue])).code !== 0)
          missing.push({ what: `There is no queue ${queue}.`, how: `Run ${wrangler} queues create ${queue}.` });
      return missing;
    },
  },
  {
    name: "the settings of the Worker",
    async find({ environment, settings }, world) {
      const listed = await world.wrangler(["secret", "list", "--env", environment.name]);
      // Before the first deployment there is no Worker, and nothing is set.
      if (listed.code !== 0) return [];
      const old = (JSON.parse(listed.output.slice(listed.output.indexOf("["))) as { name: string }[])
        .map(({ name }) => name)
        .filter((name) => !(name in settings));
      return old.map((name) => ({
        what: `The Worker still has ${name}, which is not among your settings. A deployment would keep it.`,
        how: `Run ${wrangler} secret delete ${name} --env ${environment.name}, or add it to the settings.`,
      }));
    },
  },
  {
    name: "an address",
    async find({ environment, config }) {
      const host = URL.parse(config.PUBLIC_ORIGIN ?? "")?.host;
      if (host === undefined || host.endsWith(".workers.dev") || environment.routes.some((route) => isOf(route, host)))
        return [];
      return [
        {
          what: `PUBLIC_ORIGIN is at ${host}, and the environment ${environment.name} has no route there.`,
          how: `Add "routes": [{ "pattern": "${host}", "custom_domain": true }] to env.${environment.name} in apps/api/wrangler.jsonc. The domain must be in your Cloudflare account.`,
        },
      ];
    },
  },
  {
    name: "the login service",
    async find({ config: { AUTH_JWKS_URL: url } }, world) {
      if (url === undefined || (await hasKeys(world, url))) return [];
      const how = "Copy the URL of the JWK Set from your login service. It answers with JSON that has keys.";
      return [{ what: `No keys were found at AUTH_JWKS_URL (${url}).`, how }];
    },
  },
  {
    name: "the database",
    async find(_plan, world) {
      try {
        await world.pendingMigrations();
        return [];
      } catch (error) {
        const what = `The database does not answer: ${error instanceof Error ? error.message : String(error)}`;
        return [
          {
            what,
            how: "Check DATABASE_URL and DATABASE_AUTH_TOKEN: turso db show NAME --url, and turso db tokens create NAME.",
          },
        ];
      }
    },
  },
];

const isOf = (route: string, host: string) => route.split("/")[0] === host;

async function hasKeys(world: World, url: string): Promise<boolean> {
  try {
    const response = await world.fetch(url, { signal: AbortSignal.timeout(10_000) });
    const set: unknown = await response.json();
    return response.ok && typeof set === "object" && set !== null && "keys" in set && Array.isArray(set.keys);
  } catch {
    // Whatever went wrong: there are no keys to verify tokens with.
    return false;
  }
}

/** Checks all requirements, and returns everything that is missing. Nothing is changed. */
export async function findMissing(plan: Plan, world: World): Promise<readonly Missing[]> {
  const missing: Missing[] = [];
  for (const { name, find } of requirements) {
    world.print(`Checking ${name} …`);
    missing.push(...(await find(plan, world)));
  }
  return missing;
}

/** What no program can check from here. docs/deploy.md says how a person does. */
export const uncheckable: readonly string[] = [
  "whether the account has Workers Paid: Free ends requests after 10 ms of CPU time",
  "whether the database is near your customers: each request asks it once",
  "whether the tokens of your login service name people as Till expects: sign in once and place an order",
];

/** What is missing, as one text. */
export const listOf = (missing: readonly Missing[]) =>
  `Nothing was done. This is missing:\n${missing.map(({ what, how }) => `- ${what}\n  ${how}`).join("\n")}`;
