import { refusalTexts, refusals } from "@till/contracts";
import * as z from "zod";
import { problemTexts } from "../../src/rest/openapi/problems.ts";
import { type ProblemCode, faultCode, problemTitle } from "../../src/rest/problem.ts";
import { code, page } from "./markdown.ts";

const statusOf = (problem: ProblemCode) => (problem === faultCode ? 500 : refusals[problem].status);

function details(problem: ProblemCode): string {
  if (problem === faultCode) return "";
  const schema = z.toJSONSchema(refusals[problem].details, { io: "output", unrepresentable: "any" });
  const names = Object.keys(schema.properties ?? {});
  return names.length === 0 ? "" : ` · details: ${names.map(code).join(", ")}`;
}

const section = (problem: ProblemCode) =>
  [
    `## ${problemTitle(problem)}`,
    `${code(problem)} · ${statusOf(problem)}${details(problem)}`,
    problemTexts[problem],
  ].join("\n\n");

/** The page that the `type` of every problem leads to. */
export function problemsPage(): string {
  const sorted = (Object.keys(problemTexts) as ProblemCode[]).toSorted((a, b) => statusOf(a) - statusOf(b));
  return page("Refusals", {
    from: `${code("packages/contracts/src/refusals.ts")} and ${code("refusal-texts.ts")} beside it`,
    parts: [
      `You find what each refusal means, its status and its data. There are ${Object.keys(refusalTexts).length}, and one code for a fault of Till itself.`,
      `REST answers with ${code("application/problem+json")} (RFC 9457), and the ${code("type")} of the problem is the address of its section here. tRPC has the same in ${code("error.data.refusal")}. Branch on the ${code("code")}: sentences may change. ${code("actions")} lists what can still be done. [Procedures](reference/procedures.md) says which call can answer with which.`,
      ...sorted.map(section),
    ],
  });
}
