import type { AppRouter } from "@till/api";
import { limits } from "@till/contracts";
import { type TRPCClient, createTRPCClient, httpBatchLink, retryLink } from "@trpc/client";
import { deadlineLink, fetchAttempt, progressLink } from "./deadline-link.ts";
import { type Inbox, createInbox } from "./inbox.ts";
import { idempotencyKeyLink } from "./idempotency-key-link.ts";
import { pagingLink } from "./paging-link.ts";
import { retryDelayMs, shouldRetry } from "./retry.ts";

export interface TillClientOptions {
  /** Where Till runs, such as `http://localhost:8787`. */
  url: string;
  /** The bearer token of the person who calls, or a function that gives the current one. Without it, nobody calls. */
  token?: string | undefined | (() => string | undefined | Promise<string | undefined>);
  /** What to send requests with, instead of the global `fetch`. */
  fetch?: typeof fetch;
  /** How long a call may take with all its attempts, in milliseconds: 30 seconds by default. */
  timeoutMs?: number;
}

const defaultTimeoutMs = 30_000;

/** The characters of an address that every server between here and Till takes. A batch with more is sent in parts. */
const maxUrlLength = 8_000;

/** The typed calls of the router, and the inbox. */
export type TillClient = TRPCClient<AppRouter> & { readonly inbox: Inbox };

/**
 * A client of Till, typed by its router: `till.orders.create.mutate(…)`, `till.orders.get.query(…)`.
 *
 * Each mutation that can take an idempotency key gets one by itself, so that it can be sent again when its answer is
 * lost, and is done once. Queries and mutations that are harmless to repeat are tried up to four times. Calls of one
 * moment travel in one request, as many as Till takes.
 *
 * @throws TRPCClientError from each call that fails. `isRefusal` tells what was refused and why, and `isNoAnswer` what is
 * known of a call that had no answer in `timeoutMs`.
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
        url: new URL("/trpc", url),
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
  // The client of tRPC is a proxy that has every name one asks for, so the inbox has to stand before it.
  return new Proxy(calls, {
    get: (target, name, receiver) => (name === "inbox" ? inbox : Reflect.get(target, name, receiver)),
  }) as TillClient;
}
