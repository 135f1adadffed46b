import type { AppRouter } from "@till/api";
import { createTillClient, isRefusal } from "@till/client";
import { MutationCache, QueryCache, QueryClient, type QueryKey } from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { currentToken, expireSession, useSession } from "./session/session.ts";

/** The calls of Till, in the name of the person who is signed in. It sends again by itself what may be sent again. */
export const till = createTillClient({ url: window.location.origin, token: currentToken });

/** Till does not take the session any more: the person is asked to sign in again. */
const noticeExpiry = (error: unknown) => {
  if (isRefusal(error, "UNAUTHENTICATED")) expireSession();
};

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeExpiry }),
  mutationCache: new MutationCache({ onError: noticeExpiry }),
  defaultOptions: {
    // The client of Till has its own retries, which know what is safe to send again.
    queries: { retry: false, staleTime: 10_000 },
    // What a person does while offline fails at once and in words, instead of happening when they have left.
    mutations: { retry: false, networkMode: "always" },
  },
});

/** Options for React Query, typed by the router: `useQuery(trpc.orders.get.queryOptions({ id }))`. */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client: till, queryClient });

/** The catalogue is the same for everybody. */
const isPersonal = (key: QueryKey) => {
  const [path] = key;
  return !(Array.isArray(path) && path[0] === "products");
};

// Nobody sees for a moment what belongs to the person before.
useSession.subscribe((state, before) => {
  const personal = { predicate: ({ queryKey }: { queryKey: QueryKey }) => isPersonal(queryKey) };
  if (state.current !== before.current) void queryClient.resetQueries(personal);
  // What could not be read with the session that is over is read now.
  if (before.isOver && !state.isOver) void queryClient.invalidateQueries();
});
