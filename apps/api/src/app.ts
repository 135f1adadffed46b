import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { type Refusal, defaultTill, explainIssue, limits, refusals } from "@till/contracts";
import { NoSuchDatabase, TransientFault, askDatabase } from "@till/db";
import { type Clock, type Result, ok, refuse, refused } from "@till/domain";
import { type Context as HonoContext, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getPath } from "hono/utils/url";
import * as z from "zod";
import { createAuthenticator } from "./auth/authenticator.ts";
import { noteCaller, tellChallenge } from "./auth/challenge.ts";
import type { AppEnv, ContextOf, WorkOf } from "./app-env.ts";
import type { Config } from "./config.ts";
import { type Context, factsOf, makeContext } from "./work/context.ts";
import { doJob } from "./due/do-job.ts";
import { log } from "./log.ts";
import { refusalPage, show } from "./pages/page.ts";
import { createPages } from "./pages/pages.ts";
import { findRateLimiter } from "./rate-limiter.ts";
import { RefusalError } from "./refusals/refusal-error.ts";
import { isCausedBy } from "./refusals/is-caused-by.ts";
import { refusalOfError } from "./refusals/refusal-of-error.ts";
import { faultMessage } from "./refusals/fault-message.ts";
import { nothingHere, refuseRequest } from "./rest/failure.ts";
import { healthPaths, isUp } from "./rest/health.ts";
import { createRest } from "./rest/rest.ts";
import { appRouter } from "./router.ts";
import { crossOrigin, securityHeaders } from "./security-headers.ts";
import { createShop } from "./site/shop.ts";
import { tillHeader, tillOfRequest, tillPrefix, withoutTill } from "./tills/till-of-request.ts";
import { atTillTime } from "./work/till-time.ts";
import { type Work, beginWork } from "./work/work.ts";
import { type World, realWorld } from "./work/world.ts";

z.config({ customError: explainIssue });

const trpcPath = "/trpc";

/** What programs call; the rest is pages. */
const apiPaths = [`${trpcPath}/*`, "/v1/*"];

/** The HTTP application of Till. */
export function createApp(config: Config, world: World = realWorld) {
  // Routes are those of one till: what comes before them in a path says which.
  const app = new Hono<AppEnv>({ getPath: (request) => withoutTill(getPath(request)) });
  const authenticate = createAuthenticator(config, world.fetchKeys);

  const workOf: WorkOf = (c) => {
    const waitUntil = (task: Promise<unknown>) => c.executionCtx.waitUntil(task);
    const { origin } = new URL(c.req.url);
    const till = { till: c.get("till"), tillClock: c.get("tillClock") };
    const beginning = { config, env: c.env, ...till, origin, now: world.now(), waitUntil };
    const work = beginWork(beginning, world, doJob);
    c.set("work", work);
    return work;
  };
  const contextOf: ContextOf = async (c) => {
    const authorization = c.req.raw.headers.get("authorization");
    const asked = { requestId: c.get("requestId"), authorization, env: c.env };
    const ctx = await makeContext(workOf(c), asked, authenticate);
    noteCaller(ctx.caller, ctx.requestId, (challenge) => c.set("challenge", challenge));
    return ctx;
  };

  app.use(async (c, next) => {
    c.set("requestId", crypto.randomUUID());
    await next();
    c.header("X-Request-Id", c.get("requestId"));
  });
  app.use(...securityHeaders);
  for (const path of apiPaths) app.use(path, crossOrigin(config), tellChallenge);

  /** Not counted, so that who watches Till is never told to come back later. */
  const ofTill = inTill(config, workOf);
  app.get(healthPaths.process, ofTill, isUp);

  app.use(async (c, next) => {
    const address = c.req.header("cf-connecting-ip");
    const isWithinRate = findRateLimiter(c.env, config.RATE_LIMITS);
    if (address === undefined || (await isWithinRate("address", address))) return next();
    return answerRefused(c, refuse.rateLimited(limits.rates.periodSeconds));
  });
  app.use(ofTill);
  for (const path of apiPaths)
    app.use(path, bodyLimit({ maxSize: limits.bodyBytes, onError: (c) => answerRefused(c, refuse.bodyTooLarge()) }));

  app.all(`${trpcPath}/*`, (c) =>
    countCalls(c) > limits.batchCalls ? answerRefused(c, refuse.tooManyCalls()) : answerTrpc(c, () => contextOf(c)),
  );

  app.route("/", createRest({ workOf, contextOf }));
  app.route("/", createPages(config, workOf));
  app.route("/", createShop());

  app.notFound(nothingHere);
  app.onError((error, c) => {
    const requestId = c.get("requestId");
    log.error("A request failed.", { requestId, path: c.req.routePath, error });
    return c.json({ message: faultMessage(requestId), requestId }, 500);
  });
  return app;
}

/**
 * Says which till a request is for, and by which clock it goes. A till of the sandbox is asked for its clock first. A shop
 * has none: what is answered without its database, such as a page, asks afterwards whether there is such a till. The
 * default till exists, and goes with the real time.
 */
function inTill(config: Config, workOf: WorkOf): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const till = tillOfRequest(config, getPath(c.req.raw), c.req.header(tillHeader));
    if (!till.ok) return answerRefused(c, till.refusal);
    c.set("till", till.value);
    if (till.value === defaultTill) return next();
    if (config.SANDBOX) {
      const read = await clockOfTill(workOf(c));
      if (!read.ok) return answerRefused(c, read.refusal);
      c.set("tillClock", read.value);
      return next();
    }
    await next();
    if ((c.get("work")?.countDatabaseRequests() ?? 0) > 0) return undefined;
    const read = await clockOfTill(workOf(c));
    if (read.ok) return undefined;
    const answer = await answerRefused(c, read.refusal);
    c.res = undefined;
    c.res = answer;
    return undefined;
  };
}

/** How the clock of a till goes. Refused if there is no such till. */
async function clockOfTill(work: Work): Promise<Result<Clock>> {
  try {
    if (!work.config.SANDBOX) await askDatabase(work.db);
    return ok((await atTillTime(work)).tillClock);
  } catch (error) {
    if (isCausedBy(error, NoSuchDatabase)) return refused(refuse.tillNotFound(work.till));
    if (isCausedBy(error, TransientFault)) return refused(refuse.databaseUnavailable());
    throw error;
  }
}

/** How many procedures tRPC will call for a request: it decodes the path first, and takes it apart in a batch only. */
function countCalls({ req }: HonoContext<AppEnv>): number {
  if (req.query("batch") !== "1") return 1;
  try {
    return decodeURIComponent(new URL(req.url).pathname).split(",").length;
  } catch {
    // tRPC refuses a path that it can't decode, and calls nothing.
    return 0;
  }
}

/** Answers a request that is refused before anybody looks into it, in the form of where it went. */
function answerRefused(c: HonoContext<AppEnv>, refusal: Refusal): Response | Promise<Response> {
  const error = new RefusalError(refusal);
  if (c.req.path.startsWith(`${trpcPath}/`)) return answerTrpc(c, () => Promise.reject(error));
  if (c.req.path.startsWith("/v1/")) return refuseRequest(c, refusal);
  const headers = retryAfter([error]);
  if (!c.req.header("accept")?.includes("text/html"))
    return c.text(refusal.message, refusals[refusal.code].status, headers);
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  return show(c, refusalPage(refusal));
}

const answerTrpc = (c: HonoContext<AppEnv>, createContext: () => Promise<Context>): Promise<Response> =>
  fetchRequestHandler({
    endpoint: `${tillPrefix(new URL(c.req.url).pathname)}${trpcPath}`,
    req: c.req.raw,
    router: appRouter,
    createContext,
    responseMeta: ({ errors }) => ({ headers: retryAfter(errors) }),
    onError({ error, path, ctx }) {
      if (refusalOfError(error, path) !== null) return;
      log.error("A procedure failed.", {
        requestId: ctx?.requestId,
        procedure: path,
        actorId: null,
        ...(ctx && factsOf(ctx)),
        error,
      });
    },
  });

/** When to come back, where a call was one too many (RFC 9110, 10.2.3). */
function retryAfter(errors: readonly unknown[]): Record<string, string> {
  for (const error of errors)
    if (error instanceof RefusalError && error.refusal.code === "RATE_LIMITED")
      return { "Retry-After": String(error.refusal.details.retryAfterSeconds) };
  return {};
}
