import { sha256Hex } from "@till/db";
import { askedAgain, neverKept } from "../cache-headers.ts";
import { placeholders } from "./operation.ts";
import { tillPrefix } from "../tills/till-of-request.ts";
import type { Route } from "./routes.ts";

/** Hexadecimal digits of an ETag: 128 bits. */
const etagLength = 32;

/** The answer of a procedure as a response: the same JSON as in tRPC, with the HTTP headers for it. */
export function answer({ method, meta: { created } }: Route, output: unknown, url: URL): Response {
  const headers = new Headers();
  if (created !== undefined) headers.set("Location", `${tillPrefix(url.pathname)}${fill(created, output)}`);
  const next = nextPage(output, url);
  if (next !== null) headers.set("Link", `<${next}>; rel="next"`);
  const body = JSON.stringify(output);
  // Computed at once: work after the response waits for one turn of the event loop only.
  if (method === "GET") headers.set("ETag", `"${sha256Hex(body).slice(0, etagLength)}"`);
  for (const [name, value] of Object.entries(method === "GET" ? askedAgain : neverKept)) headers.set(name, value);
  headers.set("Content-Type", "application/json");
  return new Response(body, { status: created === undefined ? 200 : 201, headers });
}

/** Puts fields of the output into a template: `/v1/orders/{order.id}`. */
const fill = (template: string, output: unknown): string =>
  placeholders(template).reduce(
    (path, name) => path.replace(`{${name}}`, encodeURIComponent(fieldAt(output, name))),
    template,
  );

function fieldAt(value: unknown, name: string): string {
  const found = name.split(".").reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
  if (typeof found !== "string" && typeof found !== "number") throw new Error(`The answer has no ${name}.`);
  return String(found);
}

/** The address of the next page of a list (RFC 8288), or null if there is none. */
function nextPage(output: unknown, { pathname, searchParams }: URL): string | null {
  const cursor = typeof output === "object" && output !== null && "nextCursor" in output ? output.nextCursor : null;
  if (typeof cursor !== "string") return null;
  const query = new URLSearchParams(searchParams);
  query.set("cursor", cursor);
  return `${pathname}?${query.toString()}`;
}
