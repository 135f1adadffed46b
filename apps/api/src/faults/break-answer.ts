import { sleep } from "../sleep.ts";

/** What is wrong with the way of an answer to its caller. What was asked for has been done by then. */
export type AnswerFault =
  /** The connection ends without an answer. */
  | { readonly kind: "lost" }
  /** The answer comes so many milliseconds later. */
  | { readonly kind: "delay"; readonly ms: number }
  /** Somebody on the way answers instead, with this status from 400 to 599 and these headers. */
  | { readonly kind: "status"; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** The body ends after its first half, as if it were whole. */
  | { readonly kind: "truncate" };

/** The headers that tell of a body. They go with it. */
const bodyHeaders = ["Content-Encoding", "Content-Length", "Content-Type", "ETag", "Link", "Location"];

/** The answer as its caller gets it through a fault. The answer itself is used up. */
export async function breakAnswer(answer: Response, fault: AnswerFault): Promise<Response> {
  switch (fault.kind) {
    case "delay":
      await sleep(fault.ms);
      return answer;
    case "lost":
      await answer.body?.cancel();
      // A Worker can't close a connection. It can begin to answer and then fail, and the runtime closes it.
      return new Response(failing(), { headers: without(answer.headers, bodyHeaders) });
    case "status": {
      await answer.body?.cancel();
      const headers = without(answer.headers, bodyHeaders);
      headers.set("Content-Type", "text/html; charset=utf-8");
      for (const [name, value] of Object.entries(fault.headers ?? {})) headers.set(name, value);
      return new Response(`<!doctype html><title>${fault.status}</title><h1>${fault.status}</h1>`, {
        status: fault.status,
        headers,
      });
    }
    case "truncate": {
      const { status } = answer;
      const headers = without(answer.headers, ["Content-Length", "ETag"]);
      if (answer.body === null) return new Response(null, { status, headers });
      const whole = await answer.arrayBuffer();
      return new Response(whole.slice(0, Math.floor(whole.byteLength / 2)), { status, headers });
    }
  }
}

const failing = () =>
  new ReadableStream({ start: (body) => body.error(new Error("The answer is lost, as its fault says.")) });

function without(headers: Headers, names: readonly string[]): Headers {
  const kept = new Headers(headers);
  for (const name of names) kept.delete(name);
  return kept;
}
