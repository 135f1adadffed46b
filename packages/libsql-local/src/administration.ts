import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Gates } from "./gates.ts";
import { DEFAULT_NAMESPACE, isNamespaceName } from "./namespace-name.ts";
import { Refusal } from "./refusal.ts";
import type { Answer, Upstream } from "./upstream.ts";

/** A request to the administration, as `namespaces.ts` sends it. */
type AdminRequest = { method: string; path: string; signal: AbortSignal };

export type Administration = (request: AdminRequest) => Promise<Answer>;

type Parts = { dataDir: string; upstream: Upstream; gates: Gates };

/**
 * Answers the requests that `namespaces.ts` describes. The server alone is not enough:
 *
 * - Forking onto a namespace that it has not loaded yet destroys that namespace.
 * - If it is killed on the way, it leaves a folder that it does not know, or a fork in a folder `.tmp…`.
 * - It has no list.
 *
 * So the router makes the folder of a namespace before the server makes the namespace, and removes it after the server
 * has deleted the namespace. The folders are the list. It also has half-made and half-deleted namespaces, which can be
 * deleted.
 */
export function createAdministration(parts: Parts): Administration {
  return async ({ method, path, signal }) => {
    const [, , first, verb, second, ...rest] = path.split("/");
    if (rest.length > 0) throw notSupported(method, path);
    switch (`${method} ${[first && "name", verb, second && "name"].filter(Boolean).join("/")}`) {
      case "GET ":
        return json(200, { namespaces: await listFolders(parts.dataDir) });
      case "POST name":
        return create(parts, changeable(first), signal);
      case "DELETE name":
        return remove(parts, changeable(first), signal);
      case "POST name/fork/name":
        return fork(parts, named(first), changeable(second), signal);
      default:
        throw notSupported(method, path);
    }
  };
}

/** Removes the rest of a fork after a server was killed. Call it while no server runs. */
export async function removeUnfinishedForks(dataDir: string): Promise<void> {
  for (const name of await readdir(dataDir)) {
    if (name.startsWith(".tmp")) await rm(join(dataDir, name), { recursive: true });
  }
}

function create(parts: Parts, name: string, signal: AbortSignal): Promise<Answer> {
  return parts.gates.alone([name], signal, async () => {
    await makeFolder(parts, name);
    await done(parts, await parts.upstream.administer("POST", `/v1/namespaces/${name}/create`), name);
    return json(201, { name });
  });
}

function fork(parts: Parts, from: string, to: string, signal: AbortSignal): Promise<Answer> {
  if (from === to) throw alreadyExists(to);
  return parts.gates.alone([from, to], signal, async () => {
    if (!(await exists(parts, from))) throw namespaceNotFound(from);
    await makeFolder(parts, to);
    await done(parts, await parts.upstream.administer("POST", `/v1/namespaces/${from}/fork/${to}`), to);
    return json(201, { name: to });
  });
}

function remove(parts: Parts, name: string, signal: AbortSignal): Promise<Answer> {
  return parts.gates.alone([name], signal, async () => {
    const answer = await parts.upstream.administer("DELETE", `/v1/namespaces/${name}`);
    if (answer.status !== 404) expectOk(answer);
    await removeFolder(parts.dataDir, name);
    return { status: 204, contentType: undefined, body: Buffer.from("") };
  });
}

/** An empty folder for a new namespace. @throws Refusal if there is such a namespace. */
async function makeFolder(parts: Parts, name: string): Promise<void> {
  if (await exists(parts, name)) throw alreadyExists(name);
  await removeFolder(parts.dataDir, name);
  await mkdir(folderOf(parts.dataDir, name), { recursive: true, mode: 0o700 });
}

async function exists({ upstream }: Parts, name: string): Promise<boolean> {
  const answer = await upstream.administer("GET", `/v1/namespaces/${name}/config`);
  if (answer.status === 404) return false;
  expectOk(answer);
  return true;
}

/** Checks that the server has made a namespace. If not, removes the rest of it. */
async function done({ dataDir }: Parts, answer: Answer, name: string): Promise<void> {
  if (!isOk(answer)) await removeFolder(dataDir, name);
  expectOk(answer);
}

const isOk = ({ status }: Answer): boolean => status >= 200 && status < 300;

function expectOk(answer: Answer): void {
  if (isOk(answer)) return;
  throw new Refusal(500, "ADMINISTRATION_FAILED", `The local database server answered: ${answer.body.toString()}`);
}

const folderOf = (dataDir: string, name: string): string => join(dataDir, "dbs", name);

/** The server may still write a last file, hence the retries. */
const removeFolder = (dataDir: string, name: string): Promise<void> =>
  rm(folderOf(dataDir, name), { recursive: true, force: true, maxRetries: 5 });

async function listFolders(dataDir: string): Promise<string[]> {
  const names = await readdir(join(dataDir, "dbs"));
  return names.filter((name) => name !== DEFAULT_NAMESPACE && isNamespaceName(name)).toSorted();
}

function named(name: string | undefined): string {
  if (name !== undefined && isNamespaceName(name)) return name;
  throw new Refusal(
    400,
    "NAMESPACE_NAME_REFUSED",
    "The name of a namespace has 1 to 63 characters: a to z, 0 to 9, and - but not as the first.",
  );
}

function changeable(name: string | undefined): string {
  if (name !== DEFAULT_NAMESPACE) return named(name);
  throw new Refusal(400, "NAMESPACE_NAME_REFUSED", "The namespace default is always there.");
}

export function namespaceNotFound(name: string): Refusal {
  return new Refusal(404, "NAMESPACE_NOT_FOUND", `The local database has no namespace ${JSON.stringify(name)}.`);
}

function alreadyExists(name: string): Refusal {
  return new Refusal(409, "NAMESPACE_EXISTS", `The local database has a namespace ${name} already.`);
}

function notSupported(method: string, path: string): Refusal {
  return new Refusal(404, "NOT_SUPPORTED", `The local database does not support ${method} ${path}.`);
}

function json(status: number, value: unknown): Answer {
  return { status, contentType: "application/json", body: Buffer.from(JSON.stringify(value)) };
}
