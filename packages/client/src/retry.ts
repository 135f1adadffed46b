import type { AppRouter } from "@till/api";
import type { Operation, TRPCClientError } from "@trpc/client";
import { isRefusal } from "./is-refusal.ts";
import { isRepeatable } from "./repeatable.ts";

const maxAttempts = 4;
const firstDelayMs = 100;

/**
 * Whether to send a call again: it may not have reached Till, its answer may have been lost, or the database was out
 * of reach for a moment. A mutation is only sent again where a repeat does nothing twice.
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

/** The pause before the next attempt: it doubles each time, and chance takes up to half off, so that clients spread out. */
export const retryDelayMs = (attempt: number): number => firstDelayMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
