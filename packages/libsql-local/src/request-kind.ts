/**
 * How a request uses a database.
 *
 * - `status`: not at all.
 * - `whole`: only until it is answered.
 * - `stream`: it opens a Hrana stream, whose connection stays with its client, or continues one.
 * - `unknown`: the router refuses it.
 */
export type RequestKind = { kind: "status" } | { kind: "whole" } | { kind: "unknown" } | StreamRequest;

/** `baton` identifies the stream that it continues; undefined for a new stream. */
type StreamRequest = { kind: "stream"; baton: string | undefined };

const WHOLE: RequestKind = { kind: "whole" };

const STATUS_PATHS = new Set(["GET /health", "GET /version", "GET /v1", "GET /v2", "GET /v3"]);
/** The paths of older protocols, which hold nothing after they answer. */
const WHOLE_PATHS = new Set(["POST /", "POST /v1/execute", "POST /v1/batch"]);
const PIPELINE_PATHS = new Set(["POST /v2/pipeline", "POST /v3/pipeline"]);
const CURSOR_PATH = "POST /v3/cursor";

/**
 * Tells whole requests from those of a stream (Hrana over HTTP, versions 2 and 3 in JSON:
 * https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_3_SPEC.md). The server's other protocols (WebSockets,
 * Protobuf, gRPC, `/dump`) can hold a connection without a baton that would end it.
 */
export function requestKind(method: string, path: string, body: Buffer): RequestKind {
  const route = `${method} ${path.split("?", 1)[0]}`;
  if (PIPELINE_PATHS.has(route)) return pipelineKind(parseObject(body));
  if (route === CURSOR_PATH) return { kind: "stream", baton: batonOf(parseObject(body)) };
  if (STATUS_PATHS.has(route)) return { kind: "status" };
  return WHOLE_PATHS.has(route) ? WHOLE : { kind: "unknown" };
}

/** The baton in a request or an answer. */
export function batonOf(message: Record<string, unknown>): string | undefined {
  const { baton } = message;
  return typeof baton === "string" ? baton : undefined;
}

/** Parses a JSON object. Anything else becomes an empty object: the server refuses the request and opens nothing. */
export function parseObject(text: Buffer | string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text.toString());
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function pipelineKind(message: Record<string, unknown>): RequestKind {
  const baton = batonOf(message);
  const { requests } = message;
  if (baton === undefined && (!Array.isArray(requests) || isClose(requests.at(-1)))) return WHOLE;
  return { kind: "stream", baton };
}

function isClose(request: unknown): boolean {
  return typeof request === "object" && request !== null && "type" in request && request.type === "close";
}
