import type { Till } from "@till/api/testing";
import { type TillClientOptions, createTillClient } from "../src/index.ts";

/** A way from the client to Till that keeps what was sent and loses what a test says. */
export function wayTo(till: Till) {
  const sent: { path: string; authorization: string | null; body: Record<string, Record<string, unknown>> }[] = [];
  const losses: ("request" | "answer")[] = [];
  const send: typeof fetch = async (input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    const body = typeof init?.body === "string" ? JSON.parse(init.body) : {};
    sent.push({ path: pathname, authorization: new Headers(init?.headers).get("authorization"), body });
    const loss = losses.shift();
    if (loss === "request") throw new TypeError("fetch failed");
    const response = await till.request(pathname + search, init);
    if (loss === "answer") throw new TypeError("terminated");
    return response;
  };
  return {
    /** The requests so far. The body of a batch has the input of each call under its number. */
    sent,
    /** Of the next requests, loses one each: before it arrives, or its answer once Till has done its work. */
    lose: (...next: typeof losses) => void losses.push(...next),
    client: (token?: TillClientOptions["token"]) => createTillClient({ url: "http://till.test", token, fetch: send }),
  };
}
