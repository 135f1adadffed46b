import type { Refusal } from "@till/contracts";
import { refuse } from "@till/domain";
import { TRPCError, getTRPCErrorFromUnknown } from "@trpc/server";
import type { Context as HonoContext } from "hono";
import type { AppEnv } from "../app-env.ts";
import { log } from "../log.ts";
import { traceIdIn } from "../trace-id.ts";
import { RefusalError } from "../refusals/refusal-error.ts";
import { refusalOfError } from "../refusals/refusal-of-error.ts";
import { problemResponse, toProblem } from "./problem.ts";

/** Answers an error. An unexpected error is logged with these facts, and the answer does not contain it. */
export function fail(c: HonoContext<AppEnv>, cause: unknown, facts: Readonly<Record<string, unknown>> = {}): Response {
  const error = getTRPCErrorFromUnknown(cause);
  const requestId = c.get("requestId");
  if (refusalOfError(error, c.req.path) === null)
    log.error("procedure" in facts ? "A procedure failed." : "A route failed.", {
      requestId,
      traceId: traceIdIn(c),
      route: c.req.routePath,
      ...facts,
      error,
    });
  return problemResponse(toProblem(error, { path: c.req.path, requestId }));
}

/** Answers a request that is refused before it is read. */
export const refuseRequest = (c: HonoContext<AppEnv>, refusal: Refusal): Response => fail(c, new RefusalError(refusal));

/** Refuses a method that a path does not have (RFC 9110, 15.5.6). */
export function refuseMethod(c: HonoContext<AppEnv>, methods: readonly string[]): Response {
  const allowed = methods.flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method])).join(", ");
  const response = refuseRequest(c, refuse.wrongMethod(c.req.path, allowed));
  response.headers.set("Allow", allowed);
  return response;
}

/** The answer where there is no route. */
export const nothingHere = (c: HonoContext<AppEnv>): Response => fail(c, new TRPCError({ code: "NOT_FOUND" }));
