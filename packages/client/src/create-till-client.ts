import type { AppRouter } from "@till/api";
import { type TRPCClient, createTRPCClient, httpBatchLink, retryLink } from "@trpc/client";
import { type Inbox, createInbox } from "./inbox.ts";
import { idempotencyKeyLink } from "./idempotency-key-link.ts";
import { pagingLink } from "./paging-link.ts";
import { retryDelayMs, shouldRetry } from "./retry.ts";

export interface TillClientOptions {
  /** Where Till runs, such as `http://localhost:8787`. */
  url: string;
  /** The bearer token of the person who calls, or a function that gives the current one. Without it, nobody is. */
  token?: string | undefined | (() => string | undefined | Promise<string | undefined>);
  /** What to send requests with, instead of the global `fetch`. */
  fetch?: typeof fetch;
}

/** The typed calls of the router, and the inbox. */
export type TillClient = TRPCClient<AppRouter> & { readonly inbox: Inbox };

/**
 * A client of Till, typed by its router: `till.orders.create.mutate(…)`, `till.orders.get.query(…)`.
 *
 * Each mutation that can take an idempotency key gets one by itself, so that it can be sent again when its answer is
 * lost, and is done once. Queries and such mutations are tried up to four times.
 *
 * @throws TRPCClientError from each call that fails; `isRefusal` tells what was refused and why.
 */
export function createTillClient({ url, token, fetch: send = fetch }: TillClientOptions): TillClient {
  const calls = createTRPCClient<AppRouter>({
    links: [
      pagingLink,
      idempotencyKeyLink,
      retryLink({ retry: shouldRetry, retryDelayMs }),
      httpBatchLink({
        url: new URL("/trpc", url),
        fetch: (input, init) => send(input, init as RequestInit),
        async headers() {
          const bearer = typeof token === "function" ? await token() : token;
          return bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
        },
      }),
    ],
  });
  const inbox = createInbox(calls);
  // The client of tRPC is a proxy, which has every name that one asks for: the inbox has to stand before it.
  return new Proxy(calls, {
    get: (target, name, receiver) => (name === "inbox" ? inbox : Reflect.get(target, name, receiver)),
  }) as TillClient;
}
