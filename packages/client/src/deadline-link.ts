import type { AppRouter } from "@till/api";
import { type Operation, TRPCClientError, type TRPCLink } from "@trpc/client";
import { observable } from "@trpc/server/observable";
import { NoAnswerError } from "./no-answer.ts";
import { idempotencyKeyOf, isRepeatable } from "./repeatable.ts";

/** The time limit of one attempt, in milliseconds: a little more than Till's own limit. */
export const attemptTimeoutMs = 12_000;

/** The progress of a call. It travels with the call, so that the links before and after the retries share it. */
class Progress {
  attempts = 0;
  lastError: TRPCClientError<AppRouter> | undefined;
}

const progressOf = ({ context }: Operation) => context["progress"] as Progress;

/**
 * Gives each call one deadline for all its attempts. When it passes, the error says what is known. This link comes
 * before the retries, so it ends them.
 */
export const deadlineLink =
  (timeoutMs: number): TRPCLink<AppRouter> =>
  () =>
  ({ op, next }) =>
    observable((observer) => {
      const call = { ...op, context: { ...op.context, progress: new Progress() } };
      const timer = setTimeout(() => {
        observer.error(TRPCClientError.from(noAnswer(call, timeoutMs)));
        // This also aborts the request.
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

/** Records the progress of a call. It comes after the retries, so it sees each attempt. */
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

/** Sends one attempt with a time limit, because a lost connection may not report an error. */
export const fetchAttempt =
  (send: typeof fetch): typeof fetch =>
  (input, init) => {
    const timeout = AbortSignal.timeout(attemptTimeoutMs);
    return send(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout });
  };
