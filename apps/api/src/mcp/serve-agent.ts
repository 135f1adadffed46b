import {
  type CallToolResult,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  WebStandardStreamableHTTPServerTransport,
  createMcpHandler,
  isLegacyRequest,
} from "@modelcontextprotocol/server";
import packageOfTill from "../../package.json" with { type: "json" };
import { admits } from "../auth/admission.ts";
import { policies } from "../policies.ts";
import { type Route, routes } from "../rest/routes.ts";
import type { Context } from "../work/context.ts";
import { callTool } from "./call-tool.ts";
import { instructions } from "./instructions.ts";
import { routeOfTool } from "./tool-names.ts";
import { toolOf } from "./tools.ts";

/**
 * Answers one message of an agent, as JSON: the answer is whole when its headers go out. It serves clients of the protocol
 * of 2026, which has no sessions, and those of 2025, without one.
 */
export async function serveAgent(request: Request, message: unknown, ctx: Context): Promise<Response> {
  const parsed = { parsedBody: message };
  const server = await serverFor(ctx);
  if (await isLegacyRequest(request, message)) {
    const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
    await server.connect(transport);
    return transport.handleRequest(request, parsed);
  }
  // The tools of a caller don't change, so there is nothing to subscribe to.
  return createMcpHandler(() => server, { legacy: "reject", maxSubscriptions: 0 }).fetch(request, parsed);
}

async function serverFor(ctx: Context): Promise<Server> {
  const { version } = packageOfTill;
  const server = new Server({ name: "till", title: "Till", version }, { capabilities: { tools: {} }, instructions });
  const caller = await ctx.caller();
  const mayCall = ({ meta: { policy } }: Route) => admits(policies[policy], caller, ctx.config);
  server.setRequestHandler("tools/list", () => ({ tools: routes.filter(mayCall).map(toolOf) }));
  server.setRequestHandler("tools/call", ({ params: { name, arguments: input = {} } }): Promise<CallToolResult> => {
    const route = routeOfTool(name);
    if (route === undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no tool ${name}.`);
    return callTool(route, input, ctx);
  });
  return server;
}
