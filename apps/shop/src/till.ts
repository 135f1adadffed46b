import type { AppRouter } from "@till/api";
import { createTillClient, isRefusal } from "@till/client";
import { MutationCache, QueryCache, QueryClient, type QueryKey } from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { currentToken, expireSession, useSession } from "./session/session.ts";
import { tillUrl } from "./till-of-page.ts";

/** The client of Till for the signed-in person. It repeats calls that are safe to repeat. */
export const till = createTillClient({ url: tillUrl, token: currentToken });

/** Till no longer accepts the session, so the person is asked to sign in again. */
const noticeExpiry = (error: unknown) => {
  if (isRefusal(error, "UNAUTHENTICATED")) expireSession();
};

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeExpiry }),
  mutationCache: new MutationCache({ onError: noticeExpiry }),
  defaultOptions: {
    // Till's client has its own retries and knows what is safe to repeat.
    queries: { retry: false, staleTime: 10_000 },
    // An action while offline fails at once with an error. It must not run later, when the person has left.
    mutations: { retry: false, networkMode: "always" },
  },
});

/** Options for React Query, typed by the router: `useQuery(trpc.orders.get.queryOptions({ id }))`. */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client: till, queryClient });

/** What everybody sees is the same for all of them: the catalogue and its products. */
const isPersonal = ([path]: QueryKey) =>
  !(Array.isArray(path) && path[0] === "products" && (path[1] === "list" || path[1] === "get"));

// The new person never sees data of the previous one.
useSession.subscribe((state, before) => {
  const personal = { predicate: ({ queryKey }: { queryKey: QueryKey }) => isPersonal(queryKey) };
  if (state.session?.user.id !== before.session?.user.id) void queryClient.resetQueries(personal);
  // Loads what the expired session could not load.
  if (before.isOver && !state.isOver) void queryClient.invalidateQueries();
});
