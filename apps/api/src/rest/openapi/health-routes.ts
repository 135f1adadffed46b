import type { OperationObject, PathItemObject } from "openapi3-ts/oas31";
import { healthPaths } from "../health.ts";
import type { Components } from "./components.ts";
import { problemResponses } from "./problems.ts";
import { healthTagName } from "./tags.ts";

/** The refusals of the health routes. */
export const healthProblems = [
  { code: "VALIDATION_FAILED", status: 400 },
  { code: "RATE_LIMITED", status: 429 },
  { code: "DATABASE_UNAVAILABLE", status: 503 },
] as const;

/** The two routes that are not procedures. */
export function healthRoutes(components: Components): Record<string, PathItemObject> {
  const healthy = {
    description: "All is well.",
    content: {
      "application/json": {
        schema: { type: "object", properties: { status: { type: "string", const: "ok" } }, required: ["status"] },
        example: { status: "ok" },
      },
    },
  } as const;
  const operation = (
    operationId: string,
    summary: string,
    description: string,
    problems: typeof healthProblems | readonly [],
  ): OperationObject => ({
    operationId,
    tags: [healthTagName],
    summary,
    description,
    security: [],
    responses: { 200: healthy, ...problemResponses([healthProblems[0], ...problems], components) },
  });
  return {
    [healthPaths.process]: {
      get: operation("health.process", "Is the process up?", "Answers at once and touches nothing else.", []),
    },
    [healthPaths.database]: {
      get: operation(
        "health.database",
        "Does the database answer?",
        "Asks the database, whose schema must be as new as this Till needs. If it is older, the problem has the `reason` `schema behind`, and the newest migrations that are `expected` and `found`.",
        healthProblems,
      ),
    },
  };
}
