import { RefusalError } from "./refusal-error.ts";

/** When to come back, where a call was one too many (RFC 9110, 10.2.3). */
export function retryAfter(errors: readonly unknown[]): Record<string, string> {
  for (const error of errors)
    if (error instanceof RefusalError && error.refusal.code === "RATE_LIMITED")
      return { "Retry-After": String(error.refusal.details.retryAfterSeconds) };
  return {};
}
