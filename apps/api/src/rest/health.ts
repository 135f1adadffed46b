import type { Context as HonoContext } from "hono";
import type { AppEnv } from "../app-env.ts";
import { fail } from "./failure.ts";
import { expectNoInput } from "./input.ts";

/** The routes for monitoring. */
export const healthPaths = { process: "/healthz", database: "/readyz" } as const;

/** The answer of a route for monitoring if all is well. */
export const ok = { status: "ok" };

/** Answers that the process is up. It uses nothing else. */
export async function isUp(c: HonoContext<AppEnv>): Promise<Response> {
  try {
    await expectNoInput(c.req);
    return c.json(ok);
  } catch (error) {
    return fail(c, error);
  }
}
