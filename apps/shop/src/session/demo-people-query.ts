import { isRefusal } from "@till/client";
import { useQuery } from "@tanstack/react-query";
import { trpc } from "../till.ts";

/** The people that anybody can sign in as in the sandbox. */
export const demoPeopleQuery = () => trpc.sandbox.users.queryOptions(undefined, { staleTime: Infinity });

/** Whether the sandbox is on, as far as is known: false only if Till has said so. */
export const useIsSandbox = (): boolean => !isRefusal(useQuery(demoPeopleQuery()).error, "FORBIDDEN");
