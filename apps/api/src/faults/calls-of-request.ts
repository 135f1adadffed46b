import type { Call } from "@till/db";
import type { Context as HonoContext } from "hono";
import { matchedRoutes } from "hono/route";
import type { AppEnv } from "../app-env.ts";
import { calledTool } from "../mcp/called-tool.ts";
import { mcpPath, trpcPath } from "../paths.ts";
import { nameOfRoute } from "../rest/routes.ts";
import { withoutTill } from "../tills/till-of-request.ts";

/** The calls of procedures in a request: each of a tRPC batch, or the one of a route or tool. None for a page or a file. */
export async function callsOfRequest(c: HonoContext<AppEnv>): Promise<readonly Call[]> {
  const names = await namesIn(c);
  return names.map((procedure, index) => ({ id: `${c.get("requestId")}/${index}`, procedure }));
}

async function namesIn(c: HonoContext<AppEnv>): Promise<readonly string[]> {
  const url = new URL(c.req.url);
  const path = withoutTill(url.pathname);
  if (path.startsWith(`${trpcPath}/`))
    return namesInTrpc(path.slice(trpcPath.length), url.searchParams.get("batch") === "1");
  if (path !== mcpPath) return namesInRest(c);
  const called = await calledTool(c.req.raw);
  return called === null ? [] : [called.procedure];
}

/** The names in a path as tRPC reads them: it decodes the path first, and splits that of a batch then. */
function namesInTrpc(path: string, isBatch: boolean): readonly string[] {
  try {
    const names = decodeURIComponent(path.replaceAll(/^\/|\/$/g, ""));
    return isBatch ? names.split(",") : [names];
  } catch (error) {
    // tRPC refuses a malformed escape.
    if (error instanceof URIError) return [];
    throw error;
  }
}

function namesInRest(c: HonoContext<AppEnv>): readonly string[] {
  for (const { method, path } of matchedRoutes(c)) {
    const name = nameOfRoute(method, path);
    if (name !== undefined) return [name];
  }
  return [];
}
