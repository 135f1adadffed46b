import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { HeaderObject, OpenAPIObject, OperationObject, ResponseObject } from "openapi3-ts/oas31";
import { expect } from "vitest";
import { documentFile } from "../build/paths.ts";

/** The OpenAPI document, as it is kept in the repository and served. */
export const document = JSON.parse(readFileSync(documentFile, "utf8")) as OpenAPIObject;

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(document, "document");

/** What is wrong with a value, by the schema at this place of the document; null if nothing is. */
export function faultsAt(pointer: string, value: unknown): string | null {
  const validate = ajv.compile({ $ref: `document#${pointer}` });
  return validate(value) ? null : ajv.errorsText(validate.errors, { separator: "\n" });
}

/** A piece of a JSON pointer. */
export const pointerOf = (...parts: readonly string[]) =>
  parts.map((part) => `/${encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))}`).join("");

/** What a reference leads to, and where that stands. */
export function follow<Value extends object>(
  value: Value | { $ref: string },
  pointer: string,
): { value: Value; pointer: string } {
  if (!("$ref" in value)) return { value, pointer };
  const target = value.$ref.slice(1);
  const found = target
    .split("/")
    .slice(1)
    .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document);
  return { value: found as Value, pointer: target };
}

const templates = Object.keys(document.paths ?? {})
  .toSorted((a, b) => Number(a.includes("{")) - Number(b.includes("{")))
  .map((path) => ({ path, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`) }));

/** The operation that answers such a request, or null if the document has none. */
export function findOperation(method: string, pathname: string) {
  const path = templates.find(({ pattern }) => pattern.test(pathname))?.path;
  const key = (method === "HEAD" ? "GET" : method).toLowerCase() as "get";
  const operation: OperationObject | undefined = path === undefined ? undefined : document.paths?.[path]?.[key];
  return path === undefined || operation === undefined ? null : { operation, pointer: `/paths${pointerOf(path, key)}` };
}

/** Fails the test if a response is not what the document says. Which route it answers is found by its address. */
export async function expectDocumented(request: { method: string; path: string }, response: Response): Promise<void> {
  const { pathname } = new URL(request.path, "http://till.test");
  const operation = findOperation(request.method, pathname);
  const what = `${request.method} ${pathname} ${response.status}`;
  const text = await response.clone().text();
  if (operation === null) {
    // Where there is no route, the answer is the problem that the introduction tells of.
    expect([404, 405], what).toContain(response.status);
    expect(response.headers.get("content-type"), what).toBe("application/problem+json");
    expect(faultsAt("/components/schemas/Problem", JSON.parse(text)), what).toBeNull();
    return;
  }
  const documented = operation.operation.responses?.[response.status] as ResponseObject | undefined;
  if (documented === undefined) throw new Error(`The document does not have: ${what} ${text}`);
  const { value, pointer } = follow(
    documented,
    `${operation.pointer}${pointerOf("responses", String(response.status))}`,
  );
  for (const [name, header] of Object.entries(value.headers ?? {}))
    if (follow<HeaderObject>(header, "").value.required === true)
      expect(response.headers.has(name), `${what} ${name}`).toBe(true);
  if (value.content === undefined) {
    expect(text, what).toBe("");
    return;
  }
  const [type = ""] = (response.headers.get("content-type") ?? "").split(";");
  expect(Object.keys(value.content), what).toContain(type);
  if (request.method !== "HEAD")
    expect(
      faultsAt(`${pointer}${pointerOf("content", type, "schema")}`, /[/+]json$/.test(type) ? JSON.parse(text) : text),
      `${what} ${text}`,
    ).toBeNull();
}
