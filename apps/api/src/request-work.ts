import type { Context as HonoContext } from "hono";
import type { Config } from "./config.ts";
import type { RequestWork } from "./context.ts";

/** What a request brings to its work, as Hono hands it over. */
export const requestWork = (c: HonoContext, config: Config): RequestWork => ({
  config,
  request: c.req.raw,
  env: c.env,
  waitUntil: (task) => c.executionCtx.waitUntil(task),
});
