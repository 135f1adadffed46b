import { callTRPCProcedure } from "@trpc/server";
import { type Context as HonoContext, Hono } from "hono";
import { etag } from "hono/etag";
import type { AppEnv, ContextOf, WorkOf } from "../app-env.ts";
import { log } from "../log.ts";
import { type Context, factsOf } from "../work/context.ts";
import { appRouter } from "../router.ts";
import { answer } from "./answer.ts";
import { type Exported, type Piece, exportAnswer, pageOfExport, refusePaging, wantedExport } from "./exports.ts";
import { fail, nothingHere, refuseMethod } from "./failure.ts";
import { addReadiness } from "./health.ts";
import { expectNoInput, readInput } from "./input.ts";
import { createDocument } from "./document-file.ts";
import { type Route, honoPath, paths, routes } from "./routes.ts";

/**
 * The procedures as routes, for clients that don't speak tRPC. A route calls its procedure. This file only adds the
 * parts that are specific to HTTP.
 */
export function createRest({ workOf, contextOf }: { workOf: WorkOf; contextOf: ContextOf }) {
  const app = new Hono<AppEnv>();
  // Only here: the files of the site answer `If-None-Match` themselves, and a second answer would drop their headers.
  for (const route of routes)
    if (route.meta.exported)
      app.on(route.method, honoPath(route.path), exportInstead(route, route.meta.exported, contextOf));
  for (const route of routes) app.on(route.method, honoPath(route.path), etag(), (c) => call(c, route, contextOf));
  for (const [path, methods] of paths) app.all(honoPath(path), (c) => refuseMethod(c, methods));
  addReadiness(app, workOf);
  app.route("/", createDocument());
  app.all("/v1/*", nothingHere);
  app.onError((error, c) => fail(c, error));
  return app;
}

async function call(c: HonoContext<AppEnv>, route: Route, contextOf: ContextOf): Promise<Response> {
  const ctx = await contextOf(c);
  try {
    if (route.input === null) await expectNoInput(c.req);
    // Called when the procedure reads its input, after its policy. So a caller without permission learns nothing more.
    const output = await callProcedure(c, route, ctx, () => readInput(c.req, route));
    return answer(route, output, new URL(c.req.url));
  } catch (error) {
    return fail(c, error, { procedure: route.name, ...factsOf(ctx) });
  }
}

/** Answers a whole list as a file, if the request wants one. An export is one call of its caller, however long it is. */
const exportInstead =
  (route: Route, exported: Exported, contextOf: ContextOf) =>
  async (c: HonoContext<AppEnv>, next: () => Promise<void>): Promise<Response | void> => {
    const type = wantedExport(c, exported);
    if (type === null) {
      await next();
      c.res.headers.append("Vary", "Accept");
      return;
    }
    const ctx = await contextOf(c);
    try {
      // Read when the first page is, after its policy, and the same for all pages.
      let filters: Promise<unknown> | undefined;
      const readFilters = async () => {
        const input = await readInput(c.req, route);
        refusePaging(input);
        return input;
      };
      const readPage = async (context: Context, cursor?: string) =>
        (await callProcedure(c, route, context, async () =>
          pageOfExport(exported, await (filters ??= readFilters()), cursor),
        )) as Piece;
      const uncounted = { ...ctx, isWithinRate: () => Promise.resolve(true) };
      return exportAnswer(type, exported, await readPage(ctx), async (cursor) => {
        try {
          return await readPage(uncounted, cursor);
        } catch (error) {
          log.error("An export ended before its last page.", {
            requestId: ctx.requestId,
            procedure: route.name,
            ...factsOf(ctx),
            error,
          });
          throw error;
        }
      });
    } catch (error) {
      return fail(c, error, { procedure: route.name, ...factsOf(ctx) });
    }
  };

const callProcedure = (
  c: HonoContext<AppEnv>,
  { name, type }: Route,
  ctx: Context,
  getRawInput: () => Promise<unknown>,
): Promise<unknown> =>
  callTRPCProcedure({
    router: appRouter,
    path: name,
    type,
    getRawInput,
    ctx,
    signal: c.req.raw.signal,
    batchIndex: 0,
  });
