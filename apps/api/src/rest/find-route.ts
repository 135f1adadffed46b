import { TrieRouter } from "hono/router/trie-router";
import { tryDecodeURIComponent } from "hono/utils/url";
import type { Method } from "./operation.ts";
import { type Route, paths, routes } from "./routes.ts";

/** The route that a request goes to, and what stands in its path for the names in braces. */
export interface FoundRoute {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** `/v1/orders/{id}` as Hono writes it: `/v1/orders/:id`. */
const honoPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ":$1");

// Hono's own router, but not that of the app: that one would need all procedures when the Worker starts.
const table = new TrieRouter<Route>();
for (const route of routes) table.add(route.method, honoPath(route.path), route);

const methodsByPath = new TrieRouter<readonly Method[]>();
for (const [path, methods] of paths) methodsByPath.add("ALL", honoPath(path), methods);

/** The route of a method and a path without its till; null if there is none. HEAD is answered as GET (RFC 9110, 9.3.2). */
export function findRoute(method: string, path: string): FoundRoute | null {
  const [[found] = []] = table.match(method === "HEAD" ? "GET" : method, path);
  if (found === undefined) return null;
  const [route, params] = found;
  const texts = Object.entries(params).map(([name, text]) => [name, tryDecodeURIComponent(String(text))]);
  return { route, params: Object.fromEntries(texts) as FoundRoute["params"] };
}

/** The methods that a path takes; null if there is nothing at it. */
export function methodsAt(path: string): readonly Method[] | null {
  const [[found] = []] = methodsByPath.match("ALL", path);
  return found === undefined ? null : found[0];
}
