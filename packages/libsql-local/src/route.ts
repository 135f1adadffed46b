import { DEFAULT_NAMESPACE } from "./namespace-name.ts";
import { requestKind, type RequestKind } from "./request-kind.ts";

/** Where a request goes: `path` is what the server knows. */
export type Route = { namespace: string; path: string; kind: RequestKind };

/** Whether a request is for the administration of namespaces. */
export function isAdministration(path: string): boolean {
  return path === "/namespaces" || path.startsWith("/namespaces/");
}

/**
 * Finds the namespace in `/{namespace}/v2/pipeline`. A path of the server itself, such as `/v2/pipeline`, is for the
 * default namespace.
 */
export function routeOf(method: string, path: string, body: Buffer): Route {
  const kind = requestKind(method, path, body);
  const [, namespace, rest] = /^\/([^/]+)(\/.*)$/.exec(path) ?? [];
  if (kind.kind !== "unknown" || namespace === undefined || rest === undefined) {
    return { namespace: DEFAULT_NAMESPACE, path, kind };
  }
  return { namespace, path: rest, kind: requestKind(method, rest, body) };
}
