import { limits } from "@till/contracts";
import { refuse } from "@till/domain";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { askedAgain, neverKept } from "./cache-headers.ts";
import { log } from "./log.ts";
import { trpcPath } from "./paths.ts";
import { RefusalError } from "./refusals/refusal-error.ts";
import { refusalOfError } from "./refusals/refusal-of-error.ts";
import { appRouter } from "./router.ts";
import { tillPrefix } from "./tills/till-of-request.ts";
import { type Context, factsOf } from "./work/context.ts";

/** The answer to a request to tRPC. */
interface Answering {
  readonly req: Request;
  /** Whether the address of the request may make so many more calls, which are counted. */
  readonly mayCall: (more: number) => Promise<boolean>;
  readonly createContext: () => Promise<Context>;
}

/**
 * Answers a request to tRPC. It counts the calls as tRPC has read them, so the spelling of the path does not matter: a
 * request with too many is refused, and each call counts against the address.
 */
export async function answerTrpc({ req, mayCall, createContext }: Answering): Promise<Response> {
  const response = await fetchRequestHandler({
    endpoint: `${tillPrefix(new URL(req.url).pathname)}${trpcPath}`,
    req,
    router: appRouter,
    async createContext({ info }) {
      // Not tRPC's `maxBatchSize`: its refusal is a 400 without the code that clients know.
      if (info.calls.length > limits.batchCalls) throw new RefusalError(refuse.tooManyCalls());
      // The request itself was counted as one call.
      if (!(await mayCall(info.calls.length - 1)))
        throw new RefusalError(refuse.rateLimited(limits.rates.periodSeconds));
      return createContext();
    },
    responseMeta: ({ errors }) => ({ headers: retryAfter(errors) }),
    onError({ error, path, ctx }) {
      if (refusalOfError(error, path) !== null) return;
      log.error("A procedure failed.", {
        requestId: ctx?.requestId,
        procedure: path,
        actorId: null,
        ...(ctx && factsOf(ctx)),
        error,
      });
    },
  });
  return withHeaders(response, req.method);
}

/** Refuses a request to tRPC before anybody looks into it. */
export const refuseTrpc = (req: Request, error: RefusalError): Promise<Response> =>
  answerTrpc({ req, mayCall: () => Promise.resolve(true), createContext: () => Promise.reject(error) });

function withHeaders(response: Response, method: string): Response {
  const { headers, status, body } = response;
  const { Vary, ...kept } = method === "GET" && status === 200 ? askedAgain : neverKept;
  headers.append("Vary", Vary);
  for (const [name, value] of Object.entries(kept)) headers.set(name, value);
  // If tRPC refuses a request before it has read it, the answer has no content type and would count as text.
  if (body !== null && headers.get("Content-Type")?.startsWith("text/plain"))
    headers.set("Content-Type", "application/json");
  return response;
}

/** When to come back, where a call was one too many (RFC 9110, 10.2.3). */
export function retryAfter(errors: readonly unknown[]): Record<string, string> {
  for (const error of errors)
    if (error instanceof RefusalError && error.refusal.code === "RATE_LIMITED")
      return { "Retry-After": String(error.refusal.details.retryAfterSeconds) };
  return {};
}
