import type { AppRouter } from "@till/api";
import { limits } from "@till/contracts";
import { type TRPCClient, createTRPCClient, httpBatchLink, retryLink } from "@trpc/client";
import { deadlineLink, fetchAttempt, progressLink } from "./deadline-link.ts";
import { type Inbox, createInbox } from "./inbox.ts";
import { idempotencyKeyLink } from "./idempotency-key-link.ts";
import { pagingLink } from "./paging-link.ts";
import { retryDelayMs, shouldRetry } from "./retry.ts";

export interface TillClientOptions {
  /** Where the till is: `http://localhost:8787` for the default one, or the `url` of another. */
  url: string;
  /** The caller's bearer token, or a function that returns the current one. Without it, calls are anonymous. */
  token?: string | undefined | (() => string | undefined | Promise<string | undefined>);
  /** Sends the requests, instead of the global `fetch`. */
  fetch?: typeof fetch;
  /** How long a call may take, including retries, in milliseconds. The default is 30 seconds. */
  timeoutMs?: number;
}

const defaultTimeoutMs = 30_000;

/** The longest URL that every server on the way accepts, in characters. A longer batch is split. */
const maxUrlLength = 8_000;

/** The typed calls of the router, and the inbox. */
export type TillClient = TRPCClient<AppRouter> & { readonly inbox: Inbox };

/**
 * A client of Till, typed by its router: `till.orders.create.mutate(…)`, `till.orders.get.query(…)`.
 *
 * Each mutation that accepts an idempotency key gets one automatically, so a repeat after a lost answer is done once.
 * Queries, and mutations that are harmless to repeat, are tried up to four times. Calls made at the same time share one
 * request, up to Till's limit.
 *
 * @throws TRPCClientError from each call that fails. `isRefusal` gives the refusal and its reason. `isNoAnswer` gives
 * what is known about a call without an answer within `timeoutMs`.
 */
export function createTillClient({
  url,
  token,
  fetch: send = fetch,
  timeoutMs = defaultTimeoutMs,
}: TillClientOptions): TillClient {
  const sendAttempt = fetchAttempt(send);
  const calls = createTRPCClient<AppRouter>({
    links: [
      pagingLink,
      idempotencyKeyLink,
      deadlineLink(timeoutMs),
      retryLink({ retry: shouldRetry, retryDelayMs }),
      progressLink,
      httpBatchLink({
        url: `${url.replace(/\/+$/, "")}/trpc`,
        maxItems: limits.batchCalls,
        maxURLLength: maxUrlLength,
        fetch: (input, init) => sendAttempt(input, init as RequestInit),
        async headers() {
          const bearer = typeof token === "function" ? await token() : token;
          return bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
        },
      }),
    ],
  });
  const inbox = createInbox(calls);
  // tRPC's client is a proxy that answers to every name, so `inbox` has to be looked up before it.
  return new Proxy(calls, {
    get: (target, name, receiver) => (name === "inbox" ? inbox : Reflect.get(target, name, receiver)),
  }) as TillClient;
}
