import { limits } from "@till/contracts";
import { late, refuse } from "@till/domain";
import type { AnyRouter } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { askedAgain, neverKept } from "./cache-headers.ts";
import { frequentRouter } from "./frequent-router.ts";
import { log } from "./log.ts";
import { namesInTrpc } from "./names-in-trpc.ts";
import { trpcPath } from "./paths.ts";
import { RefusalError } from "./refusals/refusal-error.ts";
import { refusalOfError } from "./refusals/refusal-of-error.ts";
import { retryAfter } from "./refusals/retry-after.ts";
import { tillPrefix } from "./tills/till-of-request.ts";
import { type Context, factsOf } from "./work/context.ts";

/** The answer to a request to tRPC. */
interface Answering {
  readonly req: Request;
  /** Whether the address of the request may make so many more calls, which are counted. */
  readonly mayCall: (more: number) => Promise<boolean>;
  readonly createContext: () => Promise<Context>;
}

const lateRouter = late(() => import("./router.ts"));

/** The router of a request: of all procedures, or the smaller one if it has those that are called. */
async function routerFor(url: URL): Promise<AnyRouter> {
  const { procedures } = frequentRouter._def;
  if (namesInTrpc(url).every((name) => Object.hasOwn(procedures, name))) return frequentRouter;
  return (await lateRouter()).appRouter;
}

/**
 * Answers a request to tRPC. It counts the calls as tRPC has read them, so the spelling of the path does not matter: a
 * request with too many is refused, and each call counts against the address.
 */
export async function answerTrpc({ req, mayCall, createContext }: Answering): Promise<Response> {
  const response = await fetchRequestHandler({
    endpoint: `${tillPrefix(new URL(req.url).pathname)}${trpcPath}`,
    req,
    router: await routerFor(new URL(req.url)),
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
