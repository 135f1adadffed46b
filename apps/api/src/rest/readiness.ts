import { type SchemaBehind, findSchemaBehind } from "@till/db";
import { refuse } from "@till/domain";
import type { Context as HonoContext } from "hono";
import type { AppEnv, WorkOf } from "../app-env.ts";
import { log } from "../log.ts";
import { RefusalError } from "../refusals/refusal-error.ts";
import { traceIdIn } from "../trace-id.ts";
import { refuseRequest } from "./failure.ts";
import { ok } from "./health.ts";
import { expectNoInput } from "./input.ts";
import { problemResponse, toProblem } from "./problem.ts";

/** Answers whether Till is ready: the database answers, and its schema is as new as Till needs. */
export async function isReady(c: HonoContext<AppEnv>, workOf: WorkOf): Promise<Response> {
  await expectNoInput(c.req);
  const { db } = workOf(c);
  try {
    const behind = await findSchemaBehind(db);
    return behind === null ? c.json(ok) : refuseBehind(c, behind);
  } catch (error) {
    log.error("Till is not ready.", { requestId: c.get("requestId"), traceId: traceIdIn(c), error });
    return refuseRequest(c, refuse.databaseUnavailable());
  }
}

/** The problem of a schema that is behind. It does not pass until somebody migrates the database. */
function refuseBehind(c: HonoContext<AppEnv>, behind: SchemaBehind): Response {
  const requestId = c.get("requestId");
  log.error("Till is not ready: the schema of its database is behind. Run db:migrate.", {
    requestId,
    traceId: traceIdIn(c),
    ...behind,
  });
  const problem = toProblem(new RefusalError(refuse.databaseUnavailable()), { path: c.req.path, requestId });
  const detail = "The schema of the database is behind: it lacks migrations that this Till needs. Run db:migrate.";
  return problemResponse({ ...problem, detail }, { reason: "schema behind", ...behind });
}
