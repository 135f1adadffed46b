import { askDatabase } from "@till/db";
import { refuse } from "@till/domain";
import type { Context as HonoContext, Hono } from "hono";
import type { AppEnv, WorkOf } from "../app-env.ts";
import { log } from "../log.ts";
import { fail, refuseRequest } from "./failure.ts";
import { expectNoInput } from "./input.ts";

/** The routes for monitoring. */
export const healthPaths = { process: "/healthz", database: "/readyz" } as const;

const ok = { status: "ok" };

/** Answers that the process is up. It uses nothing else. */
export async function isUp(c: HonoContext<AppEnv>): Promise<Response> {
  try {
    await expectNoInput(c.req);
    return c.json(ok);
  } catch (error) {
    return fail(c, error);
  }
}

/** Adds the route that says whether Till is ready: the database answers and is migrated. */
export function addReadiness(app: Hono<AppEnv>, workOf: WorkOf): void {
  app.get(healthPaths.database, async (c) => {
    await expectNoInput(c.req);
    const { db } = workOf(c);
    try {
      await askDatabase(db);
      return c.json(ok);
    } catch (error) {
      log.error("Till is not ready.", { requestId: c.get("requestId"), error });
      return refuseRequest(c, refuse.databaseUnavailable());
    }
  });
}
