import { readTraceparent } from "@till/domain";
import type { Context as HonoContext } from "hono";
import type { AppEnv } from "./app-env.ts";

/** The trace of a request that came without one: it begins one, whose id is that of the request. */
export const ownTraceId = (requestId: string): string => requestId.replaceAll("-", "");

/** Names the trace of a request in the log: that of its header `traceparent`, or its own. */
export const traceIdOf = (c: HonoContext<AppEnv>): string =>
  readTraceparent(c.req.header("traceparent"))?.traceId ?? ownTraceId(c.get("requestId"));
