import { type Connection, inTill } from "../database/connection.ts";
import { TransientFault } from "../database/faults.ts";

/** Where the databases of tills are made and deleted. */
export interface TillStore {
  /** Makes an empty database. One that is there already stays as it is. */
  create(till: string): Promise<void>;
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

/** What making a database in Turso needs. */
export interface TursoAccount {
  readonly organization: string;
  /** The group that the databases are in. */
  readonly group: string;
  /** A token of the platform API. The token of the databases can't make any. */
  readonly platformToken: string;
  /** Where the platform API is, if not at Turso: a stand-in. */
  readonly apiUrl?: string;
}

/** How long making or deleting a database may take, in milliseconds. */
const storeTimeoutMs = 30_000;

/** The store of the databases at an address with `{till}` in it: Turso's if there is an account, else the local server's. */
export const openTillStore = (connection: Connection, turso: TursoAccount | null, send: typeof fetch): TillStore =>
  turso === null ? localStore(connection, send) : tursoStore(connection, turso);

/** The local server's databases: its router makes them (see `packages/libsql-local`). */
function localStore({ url, authToken }: Connection, send: typeof fetch): TillStore {
  const ask = async (method: string, path: string, isFine: (status: number) => boolean = () => false) => {
    const response = await send(new URL(`/namespaces/${path}`, url), {
      method,
      headers: { authorization: `Bearer ${authToken ?? ""}` },
      signal: AbortSignal.timeout(storeTimeoutMs),
    }).catch((cause: unknown) => {
      throw new TransientFault("The local database server does not answer.", { cause });
    });
    const text = await response.text();
    if (response.status === 404) throw new NoSuchTill(text);
    if (!response.ok && !isFine(response.status))
      throw new Error(`The local database server answered ${response.status}: ${text}`);
  };
  return {
    create: (till) => ask("POST", till, isTaken),
    fork: (from, to) => ask("POST", `${from}/fork/${to}`),
    remove: (till) => ask("DELETE", till),
  };
}

/** Turso's databases: one for each till, named after it, in one group, made by Turso's platform API. */
function tursoStore({ url }: Connection, { organization, group, platformToken, apiUrl }: TursoAccount): TillStore {
  const nameOf = (till: string) => tursoDatabaseName(inTill({ url }, till).url, organization);
  const databases = async () => {
    // A part of its own: most requests never make a database.
    const { createClient } = await import("@tursodatabase/api");
    return createClient({ org: organization, token: platformToken, ...(apiUrl && { baseUrl: apiUrl }) }).databases;
  };
  return {
    async create(till) {
      await (await databases()).create(nameOf(till), { group }).catch((error: unknown) => {
        if (!isTaken(statusOf(error))) throw error;
      });
    },
    async fork(from, to) {
      const seed = { type: "database" as const, name: nameOf(from) };
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

/** The name of a database by its address: `libsql://shop-acme.turso.io` of the organization `acme` is named `shop`. */
function tursoDatabaseName(url: string, organization: string): string {
  const [label = ""] = url.replace(/^\w+:\/\//, "").split(".");
  return label.endsWith(`-${organization}`) ? label.slice(0, -organization.length - 1) : label;
}

/** Whether a status says that a name is in use. */
const isTaken = (status: unknown) => status === 409;

const statusOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null && "status" in error ? error.status : undefined;
