import { readTraceparent, traceIdOf } from "@till/domain";
import type { Context as HonoContext } from "hono";
import type { AppEnv } from "./app-env.ts";

/** Names the trace of a request in the log. */
export const traceIdIn = (c: HonoContext<AppEnv>): string =>
  traceIdOf(readTraceparent(c.req.header("traceparent")), c.get("requestId"));
