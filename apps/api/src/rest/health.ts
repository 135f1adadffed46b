import { askDatabase } from "@till/db";
import { refuse } from "@till/domain";
import type { Hono } from "hono";
import { type World, makeWorkContext } from "../context.ts";
import { log } from "../log.ts";
import { RefusalError } from "../refusal-error.ts";
import { expectNoInput } from "./input.ts";
import { problemResponse, toProblem } from "./problem.ts";
import type { RestEnv } from "./rest.ts";

/** Where whoever runs Till asks how it is. */
export const healthPaths = { process: "/healthz", database: "/readyz" } as const;

const well = { status: "ok" };

/** Adds the two routes that are no procedures: is the process up, and can it serve? */
export function addHealth(app: Hono<RestEnv>, world: World): void {
  /** Touches nothing else. */
  app.get(healthPaths.process, (c) => {
    expectNoInput(c.req);
    return c.json(well);
  });

  app.get(healthPaths.database, async (c) => {
    expectNoInput(c.req);
    const waitUntil = (task: Promise<unknown>) => c.executionCtx.waitUntil(task);
    const { origin } = new URL(c.req.url);
    try {
      await askDatabase(makeWorkContext({ env: c.env, origin, now: world.now(), waitUntil }, world).db);
      return c.json(well);
    } catch (error) {
      log.error("Till is not ready.", { error });
      return problemResponse(
        toProblem(new RefusalError(refuse.databaseUnavailable()), { path: c.req.path, requestId: null }),
      );
    }
  });
}
