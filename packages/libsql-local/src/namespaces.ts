/**
 * The namespaces of the local server. Each is a separate database with its own write lock. This is the HTTP contract of
 * the router, for programs that can't import this file, such as the Worker. Every request needs the header
 * `Authorization: Bearer <authToken>`. Errors have the body `{ "message", "code" }`.
 *
 * | request                              | answer                                                                    |
 * | ------------------------------------ | ------------------------------------------------------------------------- |
 * | `POST /{name}/v2/pipeline`           | of that namespace; without `/{name}` of `default`. 404 NAMESPACE_NOT_FOUND |
 * | `GET /namespaces`                    | 200 `{ "namespaces": [name, …] }`, without `default`                       |
 * | `POST /namespaces/{name}`            | 201: a new, empty one. 409 NAMESPACE_EXISTS                                |
 * | `POST /namespaces/{from}/fork/{to}`  | 201: a copy of `from`. 404 NAMESPACE_NOT_FOUND, 409 NAMESPACE_EXISTS       |
 * | `DELETE /namespaces/{name}`          | 204, also if there is none                                                 |
 *
 * A name has 1 to 63 characters, a to z, 0 to 9 and `-`, which is not the first: otherwise 400 NAMESPACE_NAME_REFUSED.
 * `default` can be forked, but not made or deleted. If there is no server, each answer is 503 SERVER_GONE.
 *
 * If the server is killed during a change, a namespace may be half made: its requests are answered with
 * NAMESPACE_NOT_FOUND or from an empty database. It is in the list, and `DELETE` removes it.
 */

/** The address of the local server, without a namespace, and its token. */
export type DatabaseAddress = { url: string; authToken: string };

/** The router refused it, with the `status` and `code` of the contract above. */
export class NamespaceError extends Error {
  override readonly name = "NamespaceError";
  readonly status: number;
  readonly code: string;

  constructor(status: number, { code, message }: { code: string; message: string }) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Makes an empty namespace. @throws NamespaceError if there is one of this name. */
export async function createNamespace(database: DatabaseAddress, name: string): Promise<void> {
  await ask(database, "POST", `/${encodeURIComponent(name)}`);
}

/** Makes the namespace `to`, with all that is in `from` now. @throws NamespaceError if `to` exists or `from` does not. */
export async function forkNamespace(database: DatabaseAddress, from: string, to: string): Promise<void> {
  await ask(database, "POST", `/${encodeURIComponent(from)}/fork/${encodeURIComponent(to)}`);
}

/** Deletes a namespace and all that is in it, or does nothing if there is none. */
export async function deleteNamespace(database: DatabaseAddress, name: string): Promise<void> {
  await ask(database, "DELETE", `/${encodeURIComponent(name)}`);
}

/** The names of all namespaces but `default`, also of half-made and half-deleted ones. */
export async function listNamespaces(database: DatabaseAddress): Promise<string[]> {
  const { namespaces } = JSON.parse(await ask(database, "GET", "")) as { namespaces: string[] };
  return namespaces;
}

async function ask({ url, authToken }: DatabaseAddress, method: string, path: string): Promise<string> {
  const headers = { authorization: `Bearer ${authToken}` };
  const answer = await fetch(`${url}/namespaces${path}`, { method, headers });
  const text = await answer.text();
  if (!answer.ok) throw new NamespaceError(answer.status, JSON.parse(text) as { code: string; message: string });
  return text;
}
