import { type Refusal, explainIssue, limits, refusals } from "@till/contracts";
import { refuse } from "@till/domain";
import { type Context as HonoContext, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as z from "zod";
import { answerTrpc, refuseTrpc, retryAfter } from "./answer-trpc.ts";
import { createAuthenticator } from "./auth/authenticator.ts";
import type { Caller } from "./auth/caller.ts";
import { noteCaller, tellChallenge } from "./auth/challenge.ts";
import type { AppEnv, ContextOf, WorkOf } from "./app-env.ts";
import type { Config } from "./config.ts";
import { makeContext } from "./work/context.ts";
import { doJob } from "./due/do-job.ts";
import { log } from "./log.ts";
import { createPages } from "./pages/pages.ts";
import { apiPaths, formOf, isHashedFile, trpcPath } from "./paths.ts";
import { addressOf, findRateLimiter } from "./rate-limiter.ts";
import { RefusalError } from "./refusals/refusal-error.ts";
import { faultMessage } from "./refusals/fault-message.ts";
import { nothingHere, refuseRequest } from "./rest/failure.ts";
import { healthPaths, isUp } from "./rest/health.ts";
import { createRest } from "./rest/rest.ts";
import { crossOrigin, securityHeaders } from "./security-headers.ts";
import { createShop } from "./site/shop.ts";
import { beginWork } from "./work/work.ts";
import { type World, realWorld } from "./work/world.ts";

z.config({ customError: explainIssue });

/** The HTTP application of Till. */
export function createApp(config: Config, world: World = realWorld) {
  const app = new Hono<AppEnv>();
  const authenticate = createAuthenticator(config, world.fetchKeys);

  const workOf: WorkOf = (c) => {
    const waitUntil = (task: Promise<unknown>) => c.executionCtx.waitUntil(task);
    const { origin: requestOrigin } = new URL(c.req.url);
    return beginWork({ config, env: c.env, requestOrigin, now: world.now(), waitUntil }, world, doJob);
  };
  const contextOf: ContextOf = (c) => {
    const { headers } = c.req.raw;
    const requestId = c.get("requestId");
    const asked = {
      requestId,
      authorization: headers.get("authorization"),
      address: addressOf(headers),
      env: c.env,
      onCaller: (caller: Caller) => noteCaller(caller, requestId, (challenge) => c.set("challenge", challenge)),
    };
    return makeContext(workOf(c), asked, authenticate);
  };

  app.use(async (c, next) => {
    c.set("requestId", crypto.randomUUID());
    await next();
    c.header("X-Request-Id", c.get("requestId"));
  });
  app.use(...securityHeaders);
  for (const path of apiPaths) app.use(path, crossOrigin(config), tellChallenge);

  /** Not counted, so that who watches Till is never told to come back later. */
  app.get(healthPaths.process, isUp);

  /** Counts so many calls of an address, and says whether it may make them. */
  const mayCall = async ({ env, req }: HonoContext, calls: number): Promise<boolean> => {
    const address = addressOf(req.raw.headers);
    if (address === null) return true;
    const isWithinRate = findRateLimiter(env, config.RATE_LIMITS);
    const counted = await Promise.all(Array.from({ length: calls }, () => isWithinRate("address", address)));
    return counted.every(Boolean);
  };

  // A page is made of many files, which cost nothing.
  app.use(async (c, next) =>
    isHashedFile(c.req.path) || (await mayCall(c, 1))
      ? next()
      : answerRefused(c, refuse.rateLimited(limits.rates.periodSeconds)),
  );
  for (const path of apiPaths)
    app.use(path, bodyLimit({ maxSize: limits.bodyBytes, onError: (c) => answerRefused(c, refuse.bodyTooLarge()) }));

  app.all(`${trpcPath}/*`, (c) =>
    answerTrpc({ req: c.req.raw, mayCall: (more) => mayCall(c, more), createContext: () => contextOf(c) }),
  );

  app.route("/", createRest({ workOf, contextOf }));
  app.route("/", createPages(config, workOf));
  app.route("/", createShop(config));

  app.notFound(nothingHere);
  app.onError((error, c) => {
    const requestId = c.get("requestId");
    log.error("A request failed.", { requestId, path: c.req.routePath, error });
    return c.json({ message: faultMessage(requestId), requestId }, 500);
  });
  return app;
}

/** Answers a request that is refused before anybody looks into it, in the form of where it went. */
function answerRefused(c: HonoContext, refusal: Refusal): Response | Promise<Response> {
  const error = new RefusalError(refusal);
  switch (formOf(c.req.path)) {
    case "trpc":
      return refuseTrpc(c.req.raw, error);
    case "rest":
      return refuseRequest(c, refusal);
    case "page":
      return c.text(refusal.message, refusals[refusal.code].status, retryAfter([error]));
  }
}
