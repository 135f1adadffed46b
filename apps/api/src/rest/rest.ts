import { refuse } from "@till/domain";
import { TRPCError, callTRPCProcedure, getTRPCErrorFromUnknown } from "@trpc/server";
import { type Context as HonoContext, Hono } from "hono";
import { etag } from "hono/etag";
import { type World, makeContext } from "../context.ts";
import { log } from "../log.ts";
import { RefusalError } from "../refusal-error.ts";
import { refusalOfError } from "../refusal-of-error.ts";
import { appRouter } from "../router.ts";
import { answer } from "./answer.ts";
import { addHealth } from "./health.ts";
import { expectNoInput, readInput } from "./input.ts";
import type { Method } from "./operation.ts";
import { type Occasion, problemResponse, toProblem } from "./problem.ts";
import { createReference } from "./reference.ts";
import { type Route, paths, routes } from "./routes.ts";

export type RestEnv = { Bindings: Record<string, unknown> };

/**
 * The procedures as routes, for everyone who does not speak tRPC. A route does what its procedure does, by calling it:
 * only what HTTP has words of its own for is said here.
 */
export function createRest(world: World) {
  const app = new Hono<RestEnv>();
  app.use("/v1/*", etag());
  for (const route of routes) app.on(route.method, honoPath(route.path), (c) => call(c, route, world));
  for (const [path, methods] of paths) app.all(honoPath(path), (c) => wrongMethod(c.req.path, methods));
  addHealth(app, world);
  app.route("/", createReference());
  app.all("/v1/*", (c) => nothingAt(c.req.path));
  app.onError((error, c) => fail(error, { path: c.req.routePath, requestId: null }));
  return app;
}

/** `/v1/orders/{id}` as Hono writes it: `/v1/orders/:id`. */
const honoPath = (path: string) => path.replaceAll(/\{(\w+)\}/g, ":$1");

async function call(c: HonoContext<RestEnv>, route: Route, world: World): Promise<Response> {
  const waitUntil = (task: Promise<unknown>) => c.executionCtx.waitUntil(task);
  const ctx = await makeContext({ request: c.req.raw, env: c.env, waitUntil }, world);
  try {
    if (route.input === null) expectNoInput(c.req);
    const output: unknown = await callTRPCProcedure({
      router: appRouter,
      path: route.name,
      type: route.type,
      // Called where the procedure takes its input, which is after its policy: who may not call learns nothing more.
      getRawInput: () => readInput(c.req, route),
      ctx,
      signal: c.req.raw.signal,
      batchIndex: 0,
    });
    return answer(route, output, new URL(c.req.url));
  } catch (error) {
    return fail(error, { path: route.name, requestId: ctx.requestId });
  }
}

/** Answers what went wrong. What was not expected goes to the log, and no further. */
function fail(cause: unknown, occasion: Occasion): Response {
  const error = getTRPCErrorFromUnknown(cause);
  if (refusalOfError(error, occasion.path) === null)
    log.error("A route failed.", { requestId: occasion.requestId, procedure: occasion.path, error });
  return problemResponse(toProblem(error, occasion));
}

/** There is such a path, with other methods (RFC 9110, 15.5.6). */
function wrongMethod(path: string, methods: readonly Method[]): Response {
  const allowed = methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])).join(", ");
  const error = new RefusalError(refuse.wrongMethod(path, allowed));
  return problemResponse(toProblem(error, { path, requestId: null }), { Allow: allowed });
}

/** The answer where there is no route. */
export const nothingAt = (path: string): Response =>
  problemResponse(toProblem(new TRPCError({ code: "NOT_FOUND" }), { path, requestId: null }));
