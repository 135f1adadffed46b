import type { Call } from "@till/db";
import type { Context as HonoContext } from "hono";
import type { AppEnv } from "../app-env.ts";
import { calledTool } from "../mcp/called-tool.ts";
import { mcpPath, trpcPath } from "../paths.ts";
import { namesInTrpc } from "../names-in-trpc.ts";
import { findRoute } from "../rest/find-route.ts";
import { withoutTill } from "../tills/till-of-request.ts";

/** The calls of procedures in a request: each of a tRPC batch, or the one of a route or tool. None for a page or a file. */
export async function callsOfRequest(c: HonoContext<AppEnv>): Promise<readonly Call[]> {
  const names = await namesIn(c);
  return names.map((procedure, index) => ({ id: `${c.get("requestId")}/${index}`, procedure }));
}

async function namesIn(c: HonoContext<AppEnv>): Promise<readonly string[]> {
  const url = new URL(c.req.url);
  const path = withoutTill(url.pathname);
  if (path.startsWith(`${trpcPath}/`)) return namesInTrpc(url);
  if (path !== mcpPath) {
    const found = findRoute(c.req.method, c.req.path);
    return found === null ? [] : [found.route.name];
  }
  const called = await calledTool(c.req.raw);
  return called === null ? [] : [called.procedure];
}
