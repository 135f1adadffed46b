import { refuse } from "@till/domain";
import { TRPCError } from "@trpc/server";
import type { HonoRequest } from "hono";
import type * as z from "zod";
import { RefusalError } from "../refusals/refusal-error.ts";
import { fieldOf, placeholders } from "./operation.ts";
import type { Route } from "./routes.ts";

type Fields = Readonly<Record<string, unknown>>;

/** What stands in the path of a request for the names in braces. */
type Params = Readonly<Record<string, string>>;

/** The field that the header `Idempotency-Key` fills. */
export const keyField = "idempotencyKey";

/** Whether the body of a request to this route is read, as its input or to refuse it. */
export const readsBody = ({ method }: Pick<Route, "method">): boolean => method !== "GET" && method !== "DELETE";

/** Whether a route takes its input as a JSON body. The others take it from the query. */
export const hasBody = (route: Pick<Route, "method" | "input">): boolean => route.input !== null && readsBody(route);

/** Whether a route can be repeated safely with a key. */
export const takesKey = ({ input }: Pick<Route, "input">): boolean =>
  input !== null && "shape" in input && keyField in (input.shape as object);

/**
 * The input of a procedure as a REST request carries it: path, query or JSON body, and the header `Idempotency-Key`.
 * The procedure checks it; a procedure knows nothing of its transport.
 *
 * @throws RefusalError for what only REST can get wrong, and TRPCError for a body that is not JSON.
 */
export async function readInput(request: HonoRequest, route: Route, params: Params): Promise<unknown> {
  const types = fieldTypes(route.input);
  const path = readPath(params, route, types);
  const query = readQuery(request, types);
  if (!hasBody(route)) return { ...query, ...path };

  refuseFields(Object.keys(query), "must not be in the query: this route takes its input as a JSON body");
  const body = await readBody(request);
  const more = { ...path, ...readKey(request, route) };
  // Without a body every field is left out, which is fine where none is needed.
  if (body === undefined) return more;
  if (!isFields(body)) return body;
  const others = Object.keys(path).filter((name) => Object.hasOwn(body, name) && body[name] !== path[name]);
  refuseFields(others, "must be as in the path, or be left out");
  refuseFields(Object.hasOwn(body, keyField) ? [keyField] : [], "must be sent as the header Idempotency-Key");
  return { ...body, ...more };
}

/** Checks a request to a route without input. @throws RefusalError if the request has input. */
export async function expectNoInput(request: HonoRequest): Promise<void> {
  refuseFields(Object.keys(request.queries()), notTaken);
  if (request.method !== "POST") return;
  if (request.header("Idempotency-Key") !== undefined) refuseFields([keyField], notTaken);
  const body = await readBody(request);
  if (body !== undefined) refuseFields(isFields(body) ? Object.keys(body) : [""], notTaken);
}

const notTaken = "is unknown here: this route takes no input";

function readPath(texts: Params, { path, meta }: Route, types: FieldTypes): Fields {
  return Object.fromEntries(
    placeholders(path).map((name) => {
      const field = fieldOf(meta, name);
      return [field, parse(texts[name] ?? "", types[field])];
    }),
  );
}

/**
 * The key of a request. Where a repeat is harmless by the method (RFC 9110, 9.2.2) or because nothing is written, a key
 * changes nothing. Elsewhere it is refused if the procedure takes none: the caller would rely on it.
 */
function readKey(request: HonoRequest, route: Route): Fields {
  const key = request.header("Idempotency-Key");
  if (key === undefined) return {};
  if (takesKey(route)) return { [keyField]: key };
  if (route.type === "mutation" && route.method !== "PUT")
    refuseFields([keyField], "must be left out: this route takes no header Idempotency-Key");
  return {};
}

function readQuery(request: HonoRequest, types: FieldTypes): Fields {
  const queries = request.queries();
  refuseFields(
    Object.keys(queries).filter((name) => (queries[name] ?? []).length > 1),
    "must be given once",
  );
  return mapValues(request.query(), (text, name) => parse(text, types[name]));
}

async function readBody(request: HonoRequest): Promise<unknown> {
  const text = await request.text();
  if (text === "") return undefined;
  if (!/^application\/json\s*(;|$)/i.test(request.header("Content-Type") ?? ""))
    throw new TRPCError({ code: "UNSUPPORTED_MEDIA_TYPE" });
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new TRPCError({ code: "PARSE_ERROR", cause });
  }
}

function refuseFields(fields: readonly string[], message: string): void {
  if (fields.length > 0) throw new RefusalError(refuse.invalid(fields.map((field) => ({ field, message }))));
}

type FieldTypes = Readonly<Record<string, string>>;

/** The type of each field of an object, by zod's name for it. */
function fieldTypes(schema: z.ZodType | null): FieldTypes {
  if (schema === null || !("shape" in schema)) return {};
  return mapValues(schema.shape as Record<string, z.ZodType>, innerType);
}

function innerType(schema: z.ZodType): string {
  const { type, innerType: inner } = schema.def as { type: string; innerType?: z.ZodType };
  return inner ? innerType(inner) : type;
}

/** Reads a text of the path or the query as the type of its field. Other text stays text, and the schema refuses it. */
function parse(text: string, type: string | undefined): unknown {
  if (type === "number" && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (type === "boolean" && (text === "true" || text === "false")) return text === "true";
  return text;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const mapValues = <In, Out>(values: Readonly<Record<string, In>>, map: (value: In, name: string) => Out) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value, name)]));
