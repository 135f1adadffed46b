import { callTRPCProcedure } from "@trpc/server";
import type { Context as HonoContext } from "hono";
import { etag } from "hono/etag";
import type { AppEnv, ContextOf } from "../app-env.ts";
import { log } from "../log.ts";
import { appRouter } from "../router.ts";
import { type Context, factsOf } from "../work/context.ts";
import { answer } from "./answer.ts";
import {
  type ExportType,
  type Exported,
  type Piece,
  exportAnswer,
  pageOfExport,
  refusePaging,
  wantedExport,
} from "./exports.ts";
import { fail, nothingHere, refuseMethod } from "./failure.ts";
import { type FoundRoute, findRoute, methodsAt } from "./find-route.ts";
import { expectNoInput, readInput } from "./input.ts";
import type { Route } from "./routes.ts";

// Only of routes: the files of the site answer `If-None-Match` themselves, and a second answer would drop their headers.
const conditional = etag();

/** Answers a request to a route by its procedure. This file only adds the parts that are specific to HTTP. */
export async function answerRoute(c: HonoContext<AppEnv>, contextOf: ContextOf): Promise<Response> {
  const { method, path } = c.req;
  const found = findRoute(method, path);
  if (found === null) {
    const methods = methodsAt(path);
    return methods === null ? nothingHere(c) : refuseMethod(c, methods);
  }
  const { exported } = found.route.meta;
  const type = exported ? wantedExport(c, exported) : null;
  if (exported && type !== null) return callForAll(c, found, { exported, type }, contextOf);
  await conditional(c, async () => void (c.res = await call(c, found, contextOf)));
  if (exported) c.res.headers.append("Vary", "Accept");
  return c.res;
}

async function call(c: HonoContext<AppEnv>, { route, params }: FoundRoute, contextOf: ContextOf): Promise<Response> {
  const ctx = await contextOf(c);
  try {
    if (route.input === null) await expectNoInput(c.req);
    // Called when the procedure reads its input, after its policy. So a caller without permission learns nothing more.
    const output = await callProcedure(c, route, ctx, () => readInput(c.req, route, params));
    return answer(route, output, new URL(c.req.url));
  } catch (error) {
    return fail(c, error, { procedure: route.name, ...factsOf(ctx) });
  }
}

/** Answers a whole list as a file. An export is one call of its caller, however long it is. */
async function callForAll(
  c: HonoContext<AppEnv>,
  { route, params }: FoundRoute,
  { exported, type }: { exported: Exported; type: ExportType },
  contextOf: ContextOf,
): Promise<Response> {
  const ctx = await contextOf(c);
  try {
    // Read when the first page is, after its policy, and the same for all pages.
    let filters: Promise<unknown> | undefined;
    const readFilters = async () => {
      const input = await readInput(c.req, route, params);
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
}

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
