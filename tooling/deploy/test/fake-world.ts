import { checkSettings } from "../src/settings.ts";
import type { Migration } from "@till/db/setup";
import type { Plan } from "../src/requirements.ts";
import type { Ended, World } from "../src/world.ts";

const settings = {
  DATABASE_URL: "libsql://shop-acme.turso.io",
  DATABASE_AUTH_TOKEN: "token",
  AUTH_JWKS_URL: "https://login.example/jwks",
  AUTH_ISSUER: "https://login.example",
  AUTH_AUDIENCE: "till",
  PUBLIC_ORIGIN: "https://shop.example",
};

/** A deployment of a shop to production. */
export const plan: Plan = {
  environment: {
    name: "production",
    worker: "till",
    queues: ["till-jobs", "till-jobs-dead"],
    routes: ["shop.example"],
  },
  settings,
  config: checkSettings(settings),
};

export const migration = (name: string): Migration => ({
  name,
  at: 1,
  kind: name.includes("contract") ? "contract" : "expand",
});

interface Fake {
  /** What wrangler answers to a command; null for its usual answer. */
  answer?: (command: string) => Partial<Ended> | null;
  pending?: readonly Migration[];
  /** The status of /readyz. */
  ready?: number;
}

const usual = (command: string): Partial<Ended> => {
  if (command.startsWith("deployments status"))
    return { output: JSON.stringify({ versions: [{ version_id: "v-old", percentage: 100 }] }) };
  if (command.startsWith("versions upload")) return { records: [{ type: "version-upload", version_id: "v-new" }] };
  if (command.startsWith("secret list")) return { output: JSON.stringify([{ name: "PUBLIC_ORIGIN" }]) };
  return {};
};

/** A world that does nothing and keeps what it is asked for: `done` in order, `printed`, and the `requests`. */
export function fakeWorld({ answer = () => null, pending = [], ready = 200 }: Fake = {}) {
  const done: string[] = [];
  const printed: string[] = [];
  const requests: Request[] = [];
  const world: World = {
    async wrangler(args) {
      const command = args.join(" ").replace(/--secrets-file \S+/, "--secrets-file FILE");
      done.push(`wrangler ${command}`);
      return { code: 0, output: "", records: [], ...(answer(command) ?? usual(command)) };
    },
    async buildSite() {
      done.push("build");
    },
    async fetch(input, init) {
      const request = new Request(input, init);
      requests.push(request);
      if (request.url.endsWith("/jwks")) return Response.json({ keys: [] });
      done.push(`ask ${request.url}`);
      return Response.json({ reason: "schema behind" }, { status: ready });
    },
    async pendingMigrations() {
      return pending;
    },
    async migrate(upTo) {
      done.push(`migrate ${upTo}`);
    },
    sleep: async () => undefined,
    print: (line) => void printed.push(line),
  };
  return { world, done, printed, requests };
}
