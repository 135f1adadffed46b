import type { AppRouter } from "@till/api";
import { TRPCClientError } from "@trpc/client";

/** What is known about a call that Till did not answer in time. */
interface Unanswered {
  /** The procedure: `orders.create`. */
  readonly path: string;
  readonly timeoutMs: number;
  /** How many times the call was sent. */
  readonly attempts: number;
  /**
   * What the caller can do. Nothing was changed by a query. The same call may be safe to repeat. Otherwise the call may
   * have been done, and a repeat would do it twice.
   */
  readonly next: "nothing was changed" | "safe to repeat" | "look first";
  /** The idempotency key of the call, if it has one. */
  readonly idempotencyKey: string | null;
}

/** Till did not answer a call in time. Except for a query, it is unknown whether the call was done. */
export class NoAnswerError extends Error implements Unanswered {
  override readonly name = "NoAnswerError";
  readonly path: string;
  readonly timeoutMs: number;
  readonly attempts: number;
  readonly next: Unanswered["next"];
  readonly idempotencyKey: string | null;

  /** `cause` is the error of the last attempt, if that had ended. */
  constructor(unanswered: Unanswered, cause?: TRPCClientError<AppRouter>) {
    super(sentence(unanswered, cause), { cause });
    this.path = unanswered.path;
    this.timeoutMs = unanswered.timeoutMs;
    this.attempts = unanswered.attempts;
    this.next = unanswered.next;
    this.idempotencyKey = unanswered.idempotencyKey;
  }
}

/** The error of a call without an answer in time. `cause` says what is known. */
export type UnansweredError = TRPCClientError<AppRouter> & { readonly cause: NoAnswerError };

/** Whether an error means that Till did not answer in time. */
export const isNoAnswer = (error: unknown): error is UnansweredError =>
  error instanceof TRPCClientError && error.cause instanceof NoAnswerError;

function sentence({ path, timeoutMs, attempts, ...known }: Unanswered, cause?: TRPCClientError<AppRouter>): string {
  const tries = `${attempts} ${attempts === 1 ? "attempt" : "attempts"}`;
  const last = cause === undefined ? "" : `; the last ended with: ${cause.message}`;
  return `Till did not answer ${path} within ${timeoutMs} ms (${tries}${last}). ${advice(known)}`;
}

function advice({ next, idempotencyKey }: Pick<Unanswered, "next" | "idempotencyKey">): string {
  switch (next) {
    case "nothing was changed":
      return "Nothing was changed.";
    case "safe to repeat":
      return idempotencyKey === null
        ? "It may have been done. You can repeat it safely."
        : `It may have been done. You can repeat it safely with the idempotency key ${idempotencyKey}.`;
    case "look first":
      return "It may have been done. Check before you repeat it, because a repeat could do it twice.";
  }
}
