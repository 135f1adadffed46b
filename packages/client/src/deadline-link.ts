import type { AppRouter } from "@till/api";
import { type Operation, TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { NoAnswerError } from "./no-answer.ts";
import { idempotencyKeyOf, isRepeatable } from "./repeatable.ts";

/** How long one attempt may take, in milliseconds: somewhat longer than Till itself takes before it gives up. */
export const attemptTimeoutMs = 12_000;

/** How far a call has come. It travels with the call, so that the links before and after the retries share it. */
class Progress {
  attempts = 0;
  lastError: TRPCClientError<AppRouter> | undefined;
}

const progressOf = ({ context }: Operation) => context["progress"] as Progress;

/**
 * Gives each call one deadline for all its attempts, and says what is known when it has passed. It stands before the
 * retries and ends them.
 */
export const deadlineLink =
  (timeoutMs: number): TRPCLink<AppRouter> =>
  () =>
  ({ op, next }) =>
    observable((observer) => {
      const call = { ...op, context: { ...op.context, progress: new Progress() } };
      const timer = setTimeout(() => {
        observer.error(TRPCClientError.from(noAnswer(call, timeoutMs)));
        // This aborts the request, too.
        calling.unsubscribe();
      }, timeoutMs);
      const calling = next(call).subscribe({
        next: (value) => observer.next(value),
        error(error) {
          clearTimeout(timer);
          observer.error(error);
        },
        complete() {
          clearTimeout(timer);
          observer.complete();
        },
      });
      return () => {
        clearTimeout(timer);
        calling.unsubscribe();
      };
    });

/** Keeps how far a call has come. It stands after the retries, so that it sees each attempt. */
export const progressLink: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) => {
      progressOf(op).attempts += 1;
      return next(op).subscribe({
        next: (value) => observer.next(value),
        error(error) {
          progressOf(op).lastError = error;
          observer.error(error);
        },
        complete: () => observer.complete(),
      });
    });

function noAnswer(op: Operation, timeoutMs: number): NoAnswerError {
  const { attempts, lastError } = progressOf(op);
  const next = op.type === "query" ? "nothing was changed" : isRepeatable(op) ? "safe to repeat" : "look first";
  const unanswered = { path: op.path, timeoutMs, attempts, next, idempotencyKey: idempotencyKeyOf(op.input) } as const;
  return new NoAnswerError(unanswered, lastError);
}

/** Sends one attempt, and gives up when it takes too long: a lost connection may say nothing. */
export const fetchAttempt =
  (send: typeof fetch): typeof fetch =>
  (input, init) => {
    const timeout = AbortSignal.timeout(attemptTimeoutMs);
    return send(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout });
  };
