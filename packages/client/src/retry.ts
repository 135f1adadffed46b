import type { AppRouter } from "@till/api";
import type { Operation, TRPCClientError } from "@trpc/client";
import { isRefusal } from "./is-refusal.ts";
import { isRepeatable } from "./repeatable.ts";

const maxAttempts = 4;
const firstDelayMs = 100;

/**
 * Whether to send a call again: it may not have reached Till, its answer may be lost, or the database was briefly out
 * of reach. A mutation is sent again only if a repeat does nothing twice.
 */
export function shouldRetry({
  op,
  error,
  attempts,
}: {
  op: Operation;
  error: TRPCClientError<AppRouter>;
  attempts: number;
}): boolean {
  if (attempts >= maxAttempts || op.signal?.aborted) return false;
  const isUnanswered = error.data == null;
  return isRepeatable(op) && (isUnanswered || isRefusal(error, "DATABASE_UNAVAILABLE"));
}

/** The delay before the next attempt. It doubles each time, and is cut by up to half at random, to spread the load. */
export const retryDelayMs = (attempt: number): number => firstDelayMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
