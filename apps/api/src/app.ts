import { type Refusal, type ScenarioFault, defaultTill, explainIssue, limits, refusals } from "@till/contracts";
import { type Result, late, readTraceparent, refuse } from "@till/domain";
import { type Context as HonoContext, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getPath } from "hono/utils/url";
import * as z from "zod";
import { neverKept } from "./cache-headers.ts";
import type { Caller } from "./auth/caller.ts";
import { noteCaller, tellChallenge } from "./auth/challenge.ts";
import type { AppEnv, ContextOf, WorkOf } from "./app-env.ts";
import type { Config } from "./config.ts";
import { doJob } from "./due/late-jobs.ts";
import { breakAnswer } from "./faults/break-answer.ts";
import { createGatewayEvents } from "./gateway/events.ts";
import { log } from "./log.ts";
import { refusalPage, show } from "./pages/page.ts";
import { createPages } from "./pages/pages.ts";
import { apiPaths, formOf, gatewayEventsPath, isGatewayEvents, isHashedFile, trpcPath } from "./paths.ts";
import { addressOf, findRateLimiter } from "./rate-limiter.ts";
import { RefusalError } from "./refusals/refusal-error.ts";
import { retryAfter } from "./refusals/retry-after.ts";
import { faultMessage } from "./refusals/fault-message.ts";
import { traceIdIn } from "./trace-id.ts";
import { replaceAnswer } from "./replace-answer.ts";
import { nothingHere, refuseRequest } from "./rest/failure.ts";
import { healthPaths, isUp } from "./rest/health.ts";
import { createMcp } from "./mcp/mcp.ts";
import { createRest } from "./rest/rest.ts";
import { crossOrigin, securityHeaders } from "./security-headers.ts";
import { shopOf } from "./shop-settings.ts";
import { createDocs } from "./site/docs.ts";
import { createShop } from "./site/shop.ts";
import { createSignpost } from "./site/signpost.ts";
import { tillHeader, tillOfRequest, withoutTill } from "./tills/till-of-request.ts";
import { beginWork } from "./work/work.ts";
import { type World, realWorldOf } from "./work/world.ts";

z.config({ customError: explainIssue });

// Most of Till is loaded with the first request that needs it: a page or a file does not wait for the API.
const lateTrpc = late(() => import("./answer-trpc.ts"));
const lateContext = late(() => import("./work/context.ts"));
const lateRoutes = late(() => import("./rest/routes.ts"));
const lateStates = late(() => import("./tills/state-of-till.ts"));
const lateCalls = late(() => import("./faults/calls-of-request.ts"));
const lateActs = late(() => import("./faults/act-on.ts"));

/** The HTTP application of Till. */
export function createApp(config: Config, world: World = realWorldOf(config)) {
  // Routes are those of one till: what comes before them in a path says which.
  const app = new Hono<AppEnv>({ getPath: (request) => withoutTill(getPath(request)) });
  const shop = shopOf(config);
  const lateAuthenticator = late(async () => {
    const { createAuthenticator } = await import("./auth/authenticator.ts");
    return createAuthenticator(config, world.fetchKeys);
  });
  const mayCall = callsOfAddress(config);

  const workOf: WorkOf = (c) => {
    const waitUntil = (task: Promise<unknown>) => c.executionCtx.waitUntil(task);
    const { origin: requestOrigin } = new URL(c.req.url);
    const till = { till: c.get("till"), tillClock: c.get("tillClock") };
    const trace = readTraceparent(c.req.header("traceparent"));
    const beginning = { config, env: c.env, ...till, requestOrigin, trace, now: world.now(), waitUntil };
    const work = beginWork(beginning, world, doJob);
    c.set("work", work);
    return work;
  };
  const contextOf: ContextOf = async (c) => {
    const { headers } = c.req.raw;
    const requestId = c.get("requestId");
    const asked = {
      requestId,
      authorization: headers.get("authorization"),
      address: addressOf(headers),
      env: c.env,
      breakAnswer: (fault: ScenarioFault) => c.set("fault", fault),
      isProcedure: async (name: string) => (await lateRoutes()).isProcedure(name),
      onCaller: (caller: Caller) => noteCaller(caller, requestId, (challenge) => c.set("challenge", challenge)),
    };
    const { makeContext } = await lateContext();
    return makeContext(workOf(c), asked, await lateAuthenticator());
  };

  app.use(async (c, next) => {
    c.set("requestId", crypto.randomUUID());
    c.set("shop", shop);
    await next();
    c.header("X-Request-Id", c.get("requestId"));
  });
  app.use(...securityHeaders);
  for (const path of apiPaths) app.use(path, crossOrigin(config), tellChallenge);

  // Not counted, so that monitoring is never rate limited. For another till it asks a database, and is counted.
  app.get(healthPaths.process, (c, next) => (isForDefaultTill(config, c) ? isUp(c) : next()));

  // A page is made of many files, which cost nothing.
  app.use(async (c, next) =>
    isHashedFile(c.req.path) || (await mayCall(c, 1))
      ? next()
      : answerRefused(c, refuse.rateLimited(limits.rates.periodSeconds)),
  );
  // Before the faults of a till, which read the body.
  for (const path of apiPaths) app.use(path, bodyOfAtMost(limits.bodyBytes));
  app.use(gatewayEventsPath, bodyOfAtMost(limits.gatewayEventBytes));
  app.use(inTill(config, workOf));
  app.use(scriptedFault);
  app.get(healthPaths.process, isUp);

  app.all(`${trpcPath}/*`, async (c) => {
    const { answerTrpc } = await lateTrpc();
    return answerTrpc({ req: c.req.raw, mayCall: (more) => mayCall(c, more), createContext: () => contextOf(c) });
  });

  app.route("/", createGatewayEvents(workOf));
  app.route("/", createRest({ workOf, contextOf }));
  app.route("/", createMcp(config, contextOf));
  app.route("/", createPages(config, workOf));
  app.route("/", createDocs());
  app.route("/", createSignpost(config));
  app.route("/", createShop(config));

  app.notFound(nothingHere);
  app.onError(answerFault);
  return app;
}

/** Counts so many calls of an address, and says whether it may make them. A gateway tells of many payments from few. */
const callsOfAddress =
  ({ RATE_LIMITS }: Config) =>
  async ({ env, req }: HonoContext<AppEnv>, calls: number): Promise<boolean> => {
    const address = addressOf(req.raw.headers);
    if (address === null) return true;
    const isWithinRate = findRateLimiter(env, RATE_LIMITS);
    const counted = isGatewayEvents(req.path) ? "gatewayAddress" : "address";
    const within = await Promise.all(Array.from({ length: calls }, () => isWithinRate(counted, address)));
    return within.every(Boolean);
  };

function answerFault(error: Error, c: HonoContext<AppEnv>) {
  const requestId = c.get("requestId");
  log.error("A request failed.", { requestId, traceId: traceIdIn(c), path: c.req.routePath, error });
  return c.json({ message: faultMessage(requestId), requestId }, 500);
}

const bodyOfAtMost = (maxSize: number) =>
  bodyLimit({ maxSize, onError: (c) => answerRefused(c, refuse.bodyTooLarge(maxSize)) });

/** Breaks the answer to an attempt to pay as its scenario says. It is recorded by then, and a repeat gets through. */
const scriptedFault: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  const fault = c.get("fault");
  if (fault === undefined) return;
  replaceAnswer(c, await breakAnswer(c.res, fault));
};

const askedTill = (config: Config, c: HonoContext<AppEnv>): Result<string> =>
  tillOfRequest(config, getPath(c.req.raw), c.req.header(tillHeader));

function isForDefaultTill(config: Config, c: HonoContext<AppEnv>): boolean {
  const till = askedTill(config, c);
  return till.ok && till.value === defaultTill;
}

/**
 * Says which till a request is for, and by which clock it goes. A till of the sandbox is asked for its clock first, and
 * for the faults that are armed for the calls of the request. A shop has none: what is answered without its database,
 * such as a page, asks afterwards whether there is such a till. The default till exists, and follows the real time. The
 * shop's files are the same in each till and are not counted, so they ask no database.
 */
function inTill(config: Config, workOf: WorkOf): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const till = askedTill(config, c);
    if (!till.ok) return answerRefused(c, till.refusal);
    c.set("till", till.value);
    if (till.value === defaultTill || isHashedFile(c.req.path)) return next();
    if (config.SANDBOX) {
      const calls = await (await lateCalls()).callsOfRequest(c);
      const read = await (await lateStates()).stateOfTill(workOf(c), calls);
      if (!read.ok) return answerRefused(c, read.refusal);
      const { clock, faults } = read.value;
      c.set("tillClock", clock);
      if (faults.length === 0) return next();
      const { actOn } = await lateActs();
      return actOn(c, { work: workOf(c), calls, faults }, next);
    }
    await next();
    if ((c.get("work")?.countDatabaseRequests() ?? 0) > 0) return undefined;
    const read = await (await lateStates()).stateOfTill(workOf(c), []);
    if (read.ok) return undefined;
    replaceAnswer(c, await answerRefused(c, read.refusal));
    return undefined;
  };
}

/** A page for people, and a line of text for programs. No cache keeps it: a header of the request may be why. */
function refusePage(c: HonoContext<AppEnv>, refusal: Refusal): Response | Promise<Response> {
  const headers = { ...neverKept, ...retryAfter([new RefusalError(refusal)]) };
  if (!c.req.header("accept")?.includes("text/html"))
    return c.text(refusal.message, refusals[refusal.code].status, headers);
  for (const [name, value] of Object.entries(headers)) c.header(name, value);
  return show(c, refusalPage(refusal));
}

/** Answers a request that is refused before anybody looks into it, in the form of where it went. */
async function answerRefused(c: HonoContext<AppEnv>, refusal: Refusal): Promise<Response> {
  const error = new RefusalError(refusal);
  switch (formOf(c.req.path)) {
    case "trpc":
      return (await lateTrpc()).refuseTrpc(c.req.raw, error);
    case "rest":
      return refuseRequest(c, refusal);
    case "page":
      return refusePage(c, refusal);
  }
}
