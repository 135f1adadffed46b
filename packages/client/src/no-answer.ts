import type { AppRouter } from "@till/api";
import { TRPCClientError } from "@trpc/client";

/** What is known of a call that Till did not answer in time. */
interface Unanswered {
  /** The procedure: `orders.create`. */
  readonly path: string;
  readonly timeoutMs: number;
  /** How often the call was sent. */
  readonly attempts: number;
  /**
   * What a caller may do: nothing was changed (a query), the same call again does nothing twice, or it may have been done
   * and would be done twice.
   */
  readonly next: "nothing was changed" | "safe to repeat" | "look first";
  /** The key under which the call is done once, if it has one. */
  readonly idempotencyKey: string | null;
}

/** Till did not answer a call in time. Whether the call was done is not known, but for a query. */
export class NoAnswerError extends Error implements Unanswered {
  override readonly name = "NoAnswerError";
  readonly path: string;
  readonly timeoutMs: number;
  readonly attempts: number;
  readonly next: Unanswered["next"];
  readonly idempotencyKey: string | null;

  /** `cause` is what the last attempt ended with, if it had ended. */
  constructor(unanswered: Unanswered, cause?: TRPCClientError<AppRouter>) {
    super(sentence(unanswered, cause), { cause });
    this.path = unanswered.path;
    this.timeoutMs = unanswered.timeoutMs;
    this.attempts = unanswered.attempts;
    this.next = unanswered.next;
    this.idempotencyKey = unanswered.idempotencyKey;
  }
}

/** An error of a call that had no answer in time: `cause` says what is known. */
export type UnansweredError = TRPCClientError<AppRouter> & { readonly cause: NoAnswerError };

/** Whether an error says that Till did not answer in time. */
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
        ? "It may have been done. Call it again: it is done once."
        : `It may have been done. Call it again with the idempotency key ${idempotencyKey}: it is done once.`;
    case "look first":
      return "It may have been done. Look before you call it again: it would be done twice.";
  }
}
