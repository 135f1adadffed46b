import * as z from "zod";
import { policies } from "../../src/policies.ts";
import { byGroup, tagOf, tags } from "../../src/rest/openapi/tags.ts";
import { possibleProblems } from "../../src/rest/openapi/problems.ts";
import { type ProblemCode, problemAnchor } from "../../src/rest/problem.ts";
import { type Route, routes } from "../../src/rest/routes.ts";
import { code, page } from "./markdown.ts";

type Schema = z.core.JSONSchema.BaseSchema;

/** The problems that every route can answer with are said once, at the top of the page. */
const everywhere = new Set<ProblemCode>([
  "VALIDATION_FAILED",
  "RATE_LIMITED",
  "DATABASE_UNAVAILABLE",
  "INTERNAL_SERVER_ERROR",
  "PAYLOAD_TOO_LARGE",
  "UNAUTHENTICATED",
  "LOGIN_SERVICE_UNAVAILABLE",
]);

const problemLink = (problem: ProblemCode) => `[${problem}](../problems.md#${problemAnchor(problem)})`;

/** The fields of an input, with a question mark behind those that may be left out. */
function fieldsOf(schema: Schema): string {
  const ways = schema.anyOf ?? schema.oneOf;
  if (ways !== undefined) return ways.map((way) => fieldsOf(way)).join(", or ");
  const required = new Set(schema.required);
  const names = Object.keys(schema.properties ?? {});
  const fields = [...names.filter((name) => required.has(name)), ...names.filter((name) => !required.has(name))];
  return fields.map((name) => code(required.has(name) ? name : `${name}?`)).join(", ");
}

function takes({ input }: Route): string {
  if (input === null) return "nothing";
  return fieldsOf(z.toJSONSchema(input, { io: "input", unrepresentable: "any" })) || "nothing";
}

function section(route: Route): string {
  const { name, type, method, path, meta } = route;
  const refusals = [...new Set(possibleProblems(route).map((problem) => problem.code))].filter(
    (problem) => !everywhere.has(problem),
  );
  return [
    `### ${name}`,
    `${meta.summary}.`,
    [
      `- Who: ${policies[meta.policy].text}`,
      `- REST: ${code(`${method} ${path}`)}; tRPC: a ${type}`,
      `- Takes: ${takes(route)}`,
      ...(refusals.length > 0 ? [`- Refuses with: ${refusals.map(problemLink).join(", ")}`] : []),
    ].join("\n"),
  ].join("\n\n");
}

/** The page of all procedures. */
export function proceduresPage(): string {
  const sorted = routes.toSorted(byGroup);
  const groups = tags.flatMap(({ name, description }) => {
    const own = sorted.filter((route) => tagOf(route.name) === name);
    return own.length === 0 ? [] : [`## ${name}`, description ?? "", ...own.map(section)];
  });
  return page("Procedures", {
    from: `the router of ${code("apps/api/src/router.ts")}, the policies of ${code("apps/api/src/policies.ts")} and the contracts`,
    parts: [
      `You find every call that Till takes: who may make it, its route, its fields and what it can be refused with. There are ${routes.length} procedures. Each is at ${code("/trpc")} by its name and is a REST route too.`,
      "A question mark means that a field may be left out. The [API reference](../api.md) has the types of the fields and of the answers, with examples, and sends requests.",
      `Each procedure can also answer ${[...everywhere]
        .filter((problem) => problem !== "INTERNAL_SERVER_ERROR")
        .map(problemLink)
        .join(", ")}, or ${problemLink("INTERNAL_SERVER_ERROR")}. Those that anybody may call need no token.`,
      ...groups,
    ],
  });
}
