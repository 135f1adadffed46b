import { type RefusalCode, refusalTexts, refusals } from "@till/contracts";
import type { ReferenceObject, ResponseObject, SchemaObject } from "openapi3-ts/oas31";
import { policies } from "../../policies.ts";
import { readsBody, takesKey } from "../input.ts";
import { type ProblemCode, faultCode, problemTitle, problemType } from "../problem.ts";
import { faultMessage } from "../../refusals/fault-message.ts";
import type { Route } from "../routes.ts";
import { exampleRequestId } from "./example-story.ts";
import { exampleNoJson, exampleRefusals } from "./examples.ts";
import { type Components, schemaRef } from "./components.ts";

/** A problem that a route can answer with. */
interface PossibleProblem {
  readonly code: ProblemCode;
  readonly status: number;
}

const usual = (code: RefusalCode): PossibleProblem => ({ code, status: refusals[code].status });

/** The problems that any request can be answered with. */
const always: readonly PossibleProblem[] = [
  // Every route refuses an unknown parameter.
  usual("VALIDATION_FAILED"),
  usual("RATE_LIMITED"),
  usual("DATABASE_UNAVAILABLE"),
  { code: faultCode, status: 500 },
];

/**
 * Every problem that a route can answer with: those that it declares, and those that follow from its policy and its
 * input.
 */
export function possibleProblems(route: Route): readonly PossibleProblem[] {
  const { roles, isSandboxOnly, sandboxRoles, isForGuests } = policies[route.meta.policy];
  const isForSome = roles !== null && (roles.length === 1 || !isForGuests);
  const declared = (route.meta.refusals ?? []).map((refusal) =>
    typeof refusal === "string" ? usual(refusal) : { code: refusal[0], status: refusal[1] },
  );
  const derived = [
    ...(readsBody(route) ? [{ code: "VALIDATION_FAILED", status: 415 } as const] : []),
    ...(route.method === "GET" ? [] : [usual("PAYLOAD_TOO_LARGE")]),
    ...(roles === null ? [] : [usual("UNAUTHENTICATED"), usual("LOGIN_SERVICE_UNAVAILABLE")]),
    ...(isForSome || isSandboxOnly || sandboxRoles.length > 0 ? [usual("FORBIDDEN")] : []),
    ...(takesKey(route) ? [usual("IDEMPOTENCY_KEY_REUSED")] : []),
  ];
  return [...always, ...derived, ...declared];
}

/** `OrderNotFoundProblem`. */
const problemName = (code: ProblemCode) =>
  `${code
    .split("_")
    .map((word) => `${word.charAt(0)}${word.slice(1).toLowerCase()}`)
    .join("")}Problem`;

/** The responses of these problems, by status. */
export function problemResponses(
  problems: readonly PossibleProblem[],
  components: Components,
): Record<string, ResponseObject | ReferenceObject> {
  const statuses = [...new Set(problems.map(({ status }) => status))].toSorted((a, b) => a - b);
  return Object.fromEntries(
    statuses.map((status) => {
      const codes = [...new Set(problems.filter((problem) => problem.status === status).map(({ code }) => code))];
      return [String(status), problemResponse(status, codes.toSorted(), components)];
    }),
  );
}

/** A problem that is the only one of its status is a shared response. */
function problemResponse(
  status: number,
  codes: readonly ProblemCode[],
  components: Components,
): ResponseObject | ReferenceObject {
  const schemas = codes.map((code) => schemaRef(problemName(code)));
  const mapping = Object.fromEntries(codes.map((code) => [code, schemaRef(problemName(code)).$ref]));
  const headers = headersOf(status);
  const named = (code: ProblemCode) => `${problemName(code)}${status}`;
  const example = (code: ProblemCode) => components.addExample(named(code), exampleProblem(code, status));
  const [first, ...more] = codes;
  const response = {
    description: codes.map((code) => `\`${code}\`: ${problemTexts[code]}`).join(" "),
    ...(headers && { headers }),
    content: {
      "application/problem+json": {
        schema: more.length === 0 ? schemas[0] : { oneOf: schemas, discriminator: { propertyName: "code", mapping } },
        examples: Object.fromEntries(codes.map((code) => [code, example(code)])),
      },
    },
  } as ResponseObject;
  return first !== undefined && more.length === 0 ? components.addResponse(named(first), response) : response;
}

function headersOf(status: number): ResponseObject["headers"] | undefined {
  if (status === 401) return { "WWW-Authenticate": { $ref: "#/components/headers/WWW-Authenticate" } };
  if (status === 429 || status === 503) return { "Retry-After": { $ref: "#/components/headers/Retry-After" } };
  return undefined;
}

function exampleProblem(code: ProblemCode, status: number) {
  const refusal = code === faultCode ? null : status === 415 ? exampleNoJson : exampleRefusals[code];
  return {
    type: problemType(code),
    title: problemTitle(code),
    status,
    detail: refusal?.message ?? faultMessage(exampleRequestId),
    code,
    details: refusal?.details ?? {},
    actions: refusal?.actions ?? [],
    requestId: exampleRequestId,
  };
}

/** Adds a schema for each problem that the document names. */
export function addProblemSchemas(components: Components, problems: readonly PossibleProblem[]): void {
  components.addSchema("Problem", anyProblem);
  for (const code of new Set(problems.map((problem) => problem.code))) {
    const statuses = [...new Set(problems.filter((problem) => problem.code === code).map(({ status }) => status))];
    components.addSchema(problemName(code), {
      allOf: [
        schemaRef("Problem"),
        {
          type: "object",
          description: problemTexts[code],
          properties: {
            status: { type: "integer", enum: statuses.toSorted((a, b) => a - b) },
            code: { type: "string", const: code },
            details: code === faultCode ? { type: "object" } : components.output(refusals[code].details),
          },
          required: ["status", "code", "details"],
        },
      ],
    });
  }
}

const anyProblem: SchemaObject = {
  type: "object",
  description:
    "What went wrong, by RFC 9457. Branch on `code`; `detail` is a sentence that a shopper could read. Unknown addresses answer with `NOT_FOUND`, and wrong methods with `METHOD_NOT_ALLOWED` and the header `Allow`.",
  properties: {
    type: { type: "string", format: "uri-reference", description: "Where this kind of problem is documented." },
    title: { type: "string", description: "The kind of problem in words, always the same." },
    status: { type: "integer", description: "The HTTP status." },
    detail: { type: "string", description: "What was wrong this time." },
    code: { type: "string", description: "The kind of problem, to branch on." },
    details: { type: "object", description: "The data that explains it; what is in it depends on the code." },
    actions: {
      type: "array",
      items: schemaRef("Action"),
      description: "What you may do next with the order, where it is about one.",
    },
    requestId: { type: "string", description: "Names the request in Till's log, as the header `X-Request-Id` does." },
  },
  required: ["type", "title", "status", "detail", "code", "details", "actions", "requestId"],
};

/** When each problem is answered. */
export const problemTexts: Readonly<Record<ProblemCode, string>> = {
  ...refusalTexts,
  [faultCode]: "A fault in Till. The log has it under the `requestId`.",
};
