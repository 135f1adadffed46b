import type { Till } from "@till/api/testing";
import { type TillClientOptions, createTillClient } from "../src/index.ts";

/** What happens to a request: the request or its answer is lost, with an error or in silence. */
type Loss = "request" | "answer" | "silence before" | "silence after";

interface Sent {
  readonly path: string;
  readonly search: string;
  readonly authorization: string | null;
  readonly body: Record<string, Record<string, unknown>>;
  readonly signal: AbortSignal | null | undefined;
}

/** A connection on which nothing arrives any more. */
const untilAborted = (signal: AbortSignal | null | undefined) =>
  new Promise<never>((_resolve, reject) => {
    if (signal?.aborted) reject(signal.reason as Error);
    signal?.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });

/** A connection from the client to Till that records requests and loses those that a test chooses. */
export function wayTo(till: Till) {
  const sent: Sent[] = [];
  const losses: Loss[] = [];
  const send: typeof fetch = async (input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    const body = typeof init?.body === "string" ? JSON.parse(init.body) : {};
    const { signal } = init ?? {};
    const authorization = new Headers(init?.headers).get("authorization");
    sent.push({ path: pathname, search, authorization, body, signal });
    const loss = losses.shift();
    if (loss === "request") throw new TypeError("fetch failed");
    if (loss === "silence before") return untilAborted(signal);
    const response = await till.request(pathname + search, init);
    if (loss === "answer") throw new TypeError("terminated");
    return loss === "silence after" ? untilAborted(signal) : response;
  };
  return {
    /** The requests so far. The body of a batch has the input of each call under its index. */
    sent,
    /** Loses one of the next requests each: the request, or its answer after Till has done the work. */
    lose: (...next: typeof losses) => void losses.push(...next),
    client: (token?: TillClientOptions["token"], options: Pick<TillClientOptions, "timeoutMs"> = {}) =>
      createTillClient({ url: "http://till.test", token, fetch: send, ...options }),
  };
}
