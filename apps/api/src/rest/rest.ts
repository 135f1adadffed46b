import { late } from "@till/domain";
import { Hono } from "hono";
import type { AppEnv, ContextOf, WorkOf } from "../app-env.ts";
import { createDocument } from "./document-file.ts";
import { fail } from "./failure.ts";
import { healthPaths } from "./health.ts";

const lateReadiness = late(() => import("./readiness.ts"));
const lateRoutes = late(() => import("./answer-route.ts"));

/**
 * The procedures as routes, for clients that don't speak tRPC. The routes are those of all procedures, so they are loaded
 * with the first request for one.
 */
export function createRest({ workOf, contextOf }: { workOf: WorkOf; contextOf: ContextOf }) {
  const app = new Hono<AppEnv>();
  app.get(healthPaths.database, async (c) => (await lateReadiness()).isReady(c, workOf));
  app.route("/", createDocument());
  app.all("/v1/*", async (c) => (await lateRoutes()).answerRoute(c, contextOf));
  app.onError((error, c) => fail(c, error));
  return app;
}
