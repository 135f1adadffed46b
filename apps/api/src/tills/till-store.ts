import { TransientFault } from "@till/db";
import type { Config } from "../config.ts";

/** Where the databases of tills are made and deleted. */
export interface TillStore {
  /**
   * Copies the database of a till, as it stands, to one that does not exist yet.
   *
   * @throws NoSuchTill if there is no till to copy.
   */
  fork(from: string, to: string): Promise<void>;
  /** Deletes the database of a till, also one that is half made. Without one, it does nothing. */
  remove(till: string): Promise<void>;
}

/** There is no till of this id to copy. */
export class NoSuchTill extends Error {
  override readonly name = "NoSuchTill";
}

/** How long making or deleting a database may take, in milliseconds. */
const storeTimeoutMs = 30_000;

/** The store of the databases that the Worker is configured with; null where there is only the default till. */
export function tillStoreOf(config: Config, send: typeof fetch): TillStore | null {
  if (config.TILLS === "single") return null;
  return config.DATABASE_URL.startsWith("http:") ? localStore(config, send) : tursoStore(config);
}

/** The local server's databases: its router makes them (see `packages/libsql-local`). */
function localStore({ DATABASE_URL, DATABASE_AUTH_TOKEN }: Config, send: typeof fetch): TillStore {
  const ask = async (method: string, path: string) => {
    const response = await send(new URL(`/namespaces/${path}`, DATABASE_URL), {
      method,
      headers: { authorization: `Bearer ${DATABASE_AUTH_TOKEN ?? ""}` },
      signal: AbortSignal.timeout(storeTimeoutMs),
    }).catch((cause: unknown) => {
      throw new TransientFault("The local database server does not answer.", { cause });
    });
    const text = await response.text();
    if (response.status === 404) throw new NoSuchTill(text);
    if (!response.ok) throw new Error(`The local database server answered ${response.status}: ${text}`);
  };
  return {
    fork: (from, to) => ask("POST", `${from}/fork/${to}`),
    remove: (till) => ask("DELETE", till),
  };
}

/** Turso's databases: one for each till, named after it, in one group, made by Turso's platform API. */
function tursoStore(config: Config): TillStore {
  const databases = async () => {
    // A part of its own: most requests never make a database.
    const { createClient } = await import("@tursodatabase/api");
    return createClient({ org: config.TURSO_ORGANIZATION ?? "", token: config.TURSO_PLATFORM_TOKEN ?? "" }).databases;
  };
  const nameOf = (till: string) => tursoDatabaseName(config.DATABASE_URL, config.TURSO_ORGANIZATION ?? "", till);
  return {
    async fork(from, to) {
      const seed = { type: "database" as const, name: nameOf(from) };
      const group = config.TURSO_GROUP;
      await (await databases()).create(nameOf(to), { group, seed }).catch((error: unknown) => {
        throw statusOf(error) === 404 ? new NoSuchTill(`There is no database ${seed.name}.`, { cause: error }) : error;
      });
    },
    async remove(till) {
      await (await databases()).delete(nameOf(till)).catch((error: unknown) => {
        if (statusOf(error) !== 404) throw error;
      });
    },
  };
}

/** The name of a till's database in Turso: `libsql://shop-{till}-acme.turso.io` of the organization `acme` makes `shop-k3v9`. */
export function tursoDatabaseName(template: string, organization: string, till: string): string {
  const [host = ""] = template.replace(/^\w+:\/\//, "").split(/[/:?.]/);
  return host.replace(new RegExp(`-${organization}$`), "").replace("{till}", () => till);
}

const statusOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null && "status" in error ? error.status : undefined;
