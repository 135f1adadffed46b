import type { AppRouter } from "@till/api";
import type { TRPCLink } from "@trpc/client";

/**
 * Drops the key `direction`, which tRPC's React Query binding adds to each page of an infinite list. Till's lists have
 * one direction, and its inputs refuse unknown keys.
 */
export const pagingLink: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) => {
    if (op.type !== "query" || typeof op.input !== "object" || op.input === null) return next(op);
    if (!("direction" in op.input)) return next(op);
    const { direction: _direction, ...input } = op.input;
    return next({ ...op, input });
  };
