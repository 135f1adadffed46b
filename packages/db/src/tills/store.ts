import { defaultTill } from "@till/contracts";
import type { createClient as createTursoClient } from "@tursodatabase/api";
import { type Connection, inTill } from "../database/connection.ts";
import { TransientFault } from "../database/faults.ts";

/** Makes and deletes the databases of tills. */
export interface TillStore {
  /** Makes an empty database. An existing one does not change. */
  create(till: string): Promise<void>;
  /**
   * Copies the current database of a till to a new one.
   *
   * @throws NoSuchTill if there is no till to copy.
   */
  fork(from: string, to: string): Promise<void>;
  /** Deletes the database of a till, also a half-made one. If there is none, it does nothing. */
  remove(till: string): Promise<void>;
}

/** There is no till of this id to copy. */
export class NoSuchTill extends Error {
  override readonly name = "NoSuchTill";
}

/** The account that makes databases in Turso. */
export interface TursoAccount {
  readonly organization: string;
  /** The group that the databases are in. */
  readonly group: string;
  /** A token of the platform API. The token of the databases can't make new ones. */
  readonly platformToken: string;
  /** The address of the platform API, if it is not Turso's: a stand-in. */
  readonly apiUrl?: string;
}

/** How long making or deleting a database may take, in milliseconds. */
const storeTimeoutMs = 30_000;

/** The store of the databases at an address with `{till}` in it: Turso's if there is an account, else the local server's. */
export const openTillStore = (connection: Connection, turso: TursoAccount | null, send: typeof fetch): TillStore =>
  turso === null ? localStore(connection, send) : tursoStore(connection, turso);

/** The local server's databases: its router makes them (see `packages/libsql-local`). */
function localStore({ url, authToken }: Connection, send: typeof fetch): TillStore {
  const ask = async (method: string, path: string, fine?: number) => {
    const response = await send(new URL(`/namespaces/${path}`, url), {
      method,
      headers: { authorization: `Bearer ${authToken ?? ""}` },
      signal: AbortSignal.timeout(storeTimeoutMs),
    }).catch((cause: unknown) => {
      throw new TransientFault("The local database server does not answer.", { cause });
    });
    const text = await response.text();
    if (response.status === notFound) throw new NoSuchTill(text);
    if (!response.ok && response.status !== fine)
      throw new Error(`The local database server answered ${response.status}: ${text}`);
  };
  return {
    // The database of the default till is always there, and the server refuses to make it.
    create: async (till) => (till === defaultTill ? undefined : ask("POST", till, taken)),
    fork: (from, to) => ask("POST", `${from}/fork/${to}`),
    remove: (till) => ask("DELETE", till),
  };
}

/** Turso's databases: one for each till, named after it, in one group, made by Turso's platform API. */
function tursoStore({ url }: Connection, { organization, group, platformToken, apiUrl }: TursoAccount): TillStore {
  const pattern = databaseNamePattern(url, organization);
  const nameOf = (till: string) => inTill({ url: pattern }, till).url;
  /** Does something with the databases. A status that is `fine` does no harm. */
  const ask = async (work: (databases: Databases) => Promise<unknown>, fine?: number) => {
    // Loaded separately, because most requests never make a database.
    const { createClient } = await import("@tursodatabase/api");
    const options = { org: organization, token: platformToken, ...(apiUrl && { baseUrl: apiUrl }) };
    await work(createClient(options).databases).catch((error: unknown) => {
      const status = statusOf(error);
      if (status === undefined || status !== fine) throw isTransient(error) ? tursoIsAway(error) : error;
    });
  };
  return {
    create: (till) => ask((databases) => databases.create(nameOf(till), { group }), taken),
    async fork(from, to) {
      const seed = { type: "database" as const, name: nameOf(from) };
      await ask((databases) => databases.create(nameOf(to), { group, seed })).catch((error: unknown) => {
        throw statusOf(error) === notFound
          ? new NoSuchTill(`There is no database ${seed.name}.`, { cause: error })
          : error;
      });
    },
    remove: (till) => ask((databases) => databases.delete(nameOf(till)), notFound),
  };
}

type Databases = ReturnType<typeof createTursoClient>["databases"];

/**
 * The names of databases by their address: `{till}` for `libsql://{till}-acme.turso.io` of the organization `acme`. It is
 * found before an id is put in, since that may end like the organization.
 */
function databaseNamePattern(url: string, organization: string): string {
  const [label = ""] = url.replace(/^\w+:\/\//, "").split(".");
  return label.endsWith(`-${organization}`) ? label.slice(0, -organization.length - 1) : label;
}

/** Whether it may work later: without a status, no answer came that the library can read. */
const isTransient = (error: unknown) => {
  const status = statusOf(error);
  return typeof status !== "number" || status === 429 || status >= 500;
};

const tursoIsAway = (cause: unknown) => new TransientFault("Turso's platform API does not answer.", { cause });

const notFound = 404;
/** The status that says that a name is in use. */
const taken = 409;

const statusOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null && "status" in error ? error.status : undefined;
