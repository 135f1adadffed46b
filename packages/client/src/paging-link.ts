import type { AppRouter } from "@till/api";
import type { TRPCLink } from "@trpc/client";

/**
 * The binding of tRPC to React Query tells each page of an endless list in which direction it goes. Till's lists go one
 * way, and its inputs take no key that they don't know.
 */
export const pagingLink: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) => {
    if (op.type !== "query" || typeof op.input !== "object" || op.input === null) return next(op);
    if (!("direction" in op.input)) return next(op);
    const { direction: _direction, ...input } = op.input;
    return next({ ...op, input });
  };
