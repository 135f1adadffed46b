import { refuse } from "@till/domain";
import { TRPCError } from "@trpc/server";
import { type Context as HonoContext, Hono } from "hono";
import type { AppEnv, ContextOf } from "../app-env.ts";
import { whyNobody } from "../auth/admission.ts";
import { rejectionOf } from "../auth/challenge.ts";
import { neverKept } from "../cache-headers.ts";
import { type Config, servesAgents } from "../config.ts";
import { mcpPath } from "../paths.ts";
import { RefusalError } from "../refusals/refusal-error.ts";
import { fail, refuseMethod, refuseRequest } from "../rest/failure.ts";
import { mayCallFrom } from "../security-headers.ts";

/**
 * The procedures as tools of the Model Context Protocol, over streamable HTTP. Nothing is kept between requests. The code
 * that speaks the protocol is loaded with the first request for it, so that the Worker starts without it.
 */
export function createMcp(config: Config, contextOf: ContextOf) {
  const app = new Hono<AppEnv>();
  app.use(mcpPath, async (c, next) => {
    if (!servesAgents(config)) return refuseRequest(c, refuse.agentsOff());
    // Against DNS rebinding. The host of the request proves nothing then, so Till's own pages need PUBLIC_ORIGIN.
    const origin = c.req.header("Origin");
    const isAllowed = origin === undefined || origin === config.PUBLIC_ORIGIN || mayCallFrom(config, origin);
    return isAllowed ? next() : refuseRequest(c, refuse.originNotAllowed());
  });
  app.post(mcpPath, (c) => answerAgent(c, contextOf));
  app.all(mcpPath, (c) => refuseMethod(c, ["POST"]));
  app.onError((error, c) => fail(c, error));
  return app;
}

async function answerAgent(c: HonoContext<AppEnv>, contextOf: ContextOf): Promise<Response> {
  const ctx = await contextOf(c);
  const caller = await ctx.caller();
  if (caller.kind === "nobody" && caller.why !== "NO_TOKEN") return refuseRequest(c, whyNobody(caller));
  const message = await readMessage(c);
  const { serveAgent } = await import("./serve-agent.ts");
  const response = await serveAgent(c.req.raw, message, ctx);
  // The database knows only now whether a key is valid.
  if (c.get("challenge") !== undefined) return refuseRequest(c, refuse.unauthenticated(rejectionOf(caller)));
  for (const [name, value] of Object.entries(neverKept)) response.headers.set(name, value);
  return response;
}

/** The message of a request. One request has one, so that it calls one procedure at most. */
async function readMessage(c: HonoContext<AppEnv>): Promise<unknown> {
  const message = await c.req.json<unknown>().catch((cause: unknown) => {
    throw new TRPCError({ code: "PARSE_ERROR", cause });
  });
  if (typeof message === "object" && message !== null && !Array.isArray(message)) return message;
  throw new RefusalError(refuse.invalid([{ field: "", message: "must be one JSON-RPC message" }]));
}
