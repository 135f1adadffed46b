import { once } from "node:events";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";

/** What a server answered to a webhook. */
export interface Answer {
  /** The HTTP status; null if there was no answer. */
  readonly status: number | null;
  /** Why there was no answer, as the end of a sentence. */
  readonly error: string | null;
  readonly durationMs: number;
}

/** How a webhook is sent. */
export interface PostOptions {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** The pieces of the body, which are sent one after the other. */
  readonly pieces: readonly Uint8Array[];
  /** The pause between two pieces, in milliseconds. */
  readonly pauseMs: number;
  readonly timeoutMs: number;
}

/**
 * Sends a webhook on a connection of its own. No answer is an answer, too.
 *
 * @throws Error a sentence that says what to do, if nothing listens at the address.
 */
export async function post(options: PostOptions): Promise<Answer> {
  const { url, timeoutMs } = options;
  const startedAt = performance.now();
  const signal = AbortSignal.timeout(timeoutMs);
  const answered = (status: number | null, error: string | null): Answer => ({
    status,
    error,
    durationMs: Math.round(performance.now() - startedAt),
  });
  try {
    return answered(await statusOf(options, signal), null);
  } catch (fault) {
    if (signal.aborted) return answered(null, `did not answer within ${timeoutMs / 1_000} seconds`);
    const code = fault instanceof Error && "code" in fault ? String(fault.code) : String(fault);
    if (code === "ECONNREFUSED" || code === "ENOTFOUND")
      throw new Error(`Nothing listens at ${url.href}. Start your server, and run this again.`, { cause: fault });
    return answered(null, `closed the connection without an answer (${code})`);
  }
}

/** Sends the pieces and resolves with the status, also if that comes before the last piece. */
async function statusOf({ url, headers, pieces, pauseMs }: PostOptions, signal: AbortSignal): Promise<number> {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const request = (url.protocol === "https:" ? requestHttps : requestHttp)(url, {
    method: "POST",
    // No connection is used twice: it may be closed at the other end just then.
    agent: false,
    headers: { ...headers, "content-length": String(length) },
    signal,
  });
  // What goes wrong after the answer does not change it. What goes wrong before it rejects `answered`.
  request.on("error", () => {});
  const answered = once(request, "response") as Promise<[{ statusCode: number; resume(): void }]>;
  const written = (async () => {
    for (const [index, piece] of pieces.entries()) {
      if (index > 0) await sleep(pauseMs);
      if (!request.destroyed) request.write(piece);
    }
    request.end();
  })();
  const [[response]] = await Promise.all([answered, written]);
  response.resume();
  return response.statusCode;
}
