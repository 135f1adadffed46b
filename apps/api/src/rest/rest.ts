import { callTRPCProcedure } from "@trpc/server";
import { type Context as HonoContext, Hono } from "hono";
import { etag } from "hono/etag";
import type { AppEnv, ContextOf, WorkOf } from "../app-env.ts";
import { factsOf } from "../work/context.ts";
import { appRouter } from "../router.ts";
import { answer } from "./answer.ts";
import { fail, nothingHere, refuseMethod } from "./failure.ts";
import { addReadiness } from "./health.ts";
import { expectNoInput, readInput } from "./input.ts";
import { createReference } from "./reference.ts";
import { type Route, honoPath, paths, routes } from "./routes.ts";

/**
 * The procedures as routes, for clients that don't speak tRPC. A route calls its procedure. This file only adds the
 * parts that are specific to HTTP.
 */
export function createRest({ workOf, contextOf }: { workOf: WorkOf; contextOf: ContextOf }) {
  const app = new Hono<AppEnv>();
  // Only here: the files of the site answer `If-None-Match` themselves, and a second answer would drop their headers.
  for (const route of routes) app.on(route.method, honoPath(route.path), etag(), (c) => call(c, route, contextOf));
  for (const [path, methods] of paths) app.all(honoPath(path), (c) => refuseMethod(c, methods));
  addReadiness(app, workOf);
  app.route("/", createReference());
  app.all("/v1/*", nothingHere);
  app.onError((error, c) => fail(c, error));
  return app;
}

async function call(c: HonoContext<AppEnv>, route: Route, contextOf: ContextOf): Promise<Response> {
  const ctx = await contextOf(c);
  try {
    if (route.input === null) await expectNoInput(c.req);
    const output: unknown = await callTRPCProcedure({
      router: appRouter,
      path: route.name,
      type: route.type,
      // Called when the procedure reads its input, after its policy. So a caller without permission learns nothing
      // more.
      getRawInput: () => readInput(c.req, route),
      ctx,
      signal: c.req.raw.signal,
      batchIndex: 0,
    });
    return answer(route, output, new URL(c.req.url));
  } catch (error) {
    return fail(c, error, { procedure: route.name, ...factsOf(ctx) });
  }
}
