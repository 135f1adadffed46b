import type { Refusal, RefusalCode } from "@till/contracts";
import type { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { neverKept } from "../cache-headers.ts";
import { faultMessage } from "../refusals/fault-message.ts";
import { refusalOfError } from "../refusals/refusal-of-error.ts";

/** The code of a fault in Till. */
export const faultCode = "INTERNAL_SERVER_ERROR";
export type ProblemCode = RefusalCode | typeof faultCode;

/** A problem by RFC 9457, with a refusal's code, data and open actions as extension members. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly details: Refusal["details"];
  readonly actions: Refusal["actions"];
  /** Names the request in Till's log. */
  readonly requestId: string;
}

/** The request that a problem is about. */
export interface Occasion {
  readonly path: string;
  readonly requestId: string;
}

/** The page that explains every problem. */
const problemsPage = "/docs/problems";

/** When to try again after a passing fault, in seconds. */
const passesAfterSeconds = 1;

/** `order-not-found`: the anchor of a problem on the page of problems. */
export const problemAnchor = (code: ProblemCode) => code.toLowerCase().replaceAll("_", "-");

/** Where a problem is documented. It names the kind of problem, so it never changes. */
export const problemType = (code: ProblemCode) => `${problemsPage}#${problemAnchor(code)}`;

const acronyms = new Set(["api", "url"]);

/** `Order not found`. */
export function problemTitle(code: ProblemCode): string {
  const words = code.toLowerCase().split("_");
  const title = words.map((word) => (acronyms.has(word) ? word.toUpperCase() : word)).join(" ");
  return title.charAt(0).toUpperCase() + title.slice(1);
}

/** The only place that turns an error into a REST answer: a refusal, or a fault without its details. */
export function toProblem(error: TRPCError, { path, requestId }: Occasion): Problem {
  const refusal = refusalOfError(error, path);
  const code = refusal?.code ?? faultCode;
  return {
    type: problemType(code),
    title: problemTitle(code),
    status: refusal ? getHTTPStatusCodeFromError(error) : 500,
    detail: refusal?.message ?? faultMessage(requestId),
    code,
    details: refusal?.details ?? {},
    actions: refusal?.actions ?? [],
    requestId,
  };
}

/** A problem as a response, with the headers that its status needs, and more members. `WWW-Authenticate` comes with every 401. */
export function problemResponse(problem: Problem, more: object = {}): Response {
  const wait = waitSeconds(problem);
  return Response.json(
    { ...problem, ...more },
    {
      status: problem.status,
      headers: {
        "Content-Type": "application/problem+json",
        // A cache must not answer the next request with a problem.
        ...neverKept,
        ...(wait !== null && { "Retry-After": String(wait) }),
      },
    },
  );
}

/** How long to wait before the next try, in seconds; null if waiting does not help. */
function waitSeconds({ status, details }: Problem): number | null {
  if ("retryAfterSeconds" in details) return details.retryAfterSeconds;
  return status === 503 ? passesAfterSeconds : null;
}
