import { trpc } from "../till.ts";

/** The people that anybody can sign in as in the sandbox. */
export const demoPeopleQuery = () => trpc.sandbox.users.queryOptions(undefined, { staleTime: Infinity });
