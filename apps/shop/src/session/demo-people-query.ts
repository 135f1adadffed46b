import { isRefusal } from "@till/client";
import { useQuery } from "@tanstack/react-query";
import { trpc } from "../till.ts";

/** The people whom anybody may be, where the sandbox is on. */
export const demoPeopleQuery = () => trpc.sandbox.users.queryOptions(undefined, { staleTime: Infinity });

/** Whether the sandbox is on, as far as one knows: false only where Till has said so. */
export const useIsSandbox = (): boolean => !isRefusal(useQuery(demoPeopleQuery()).error, "FORBIDDEN");
