import type { RestRequest } from "./rest-way.ts";
import { routeOf } from "./route-of.ts";

/** The request that carries an input, as the text that it is on the wire, to a procedure. */
export function trpcRequest(name: string, text: string): RestRequest {
  if (routeOf(name).type === "query")
    return { path: `/trpc/${name}?input=${encodeURIComponent(text)}`, init: { method: "GET", headers: {} } };
  const headers = { "content-type": "application/json" };
  return { path: `/trpc/${name}`, init: { method: "POST", headers, body: text } };
}
