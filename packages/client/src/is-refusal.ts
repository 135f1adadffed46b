import type { AppRouter } from "@till/api";
import { type Refusal, type RefusalCode, isRefusalShape } from "@till/contracts";
import { TRPCClientError } from "@trpc/client";

/** An error of a call that Till refused: `data.refusal` says what, why, and what can still be done. */
export type RefusedError<Code extends RefusalCode = RefusalCode> = TRPCClientError<AppRouter> & {
  readonly data: { readonly refusal: Refusal<Code> };
};

/**
 * Whether an error is a refusal by Till, and if codes are given, one of these:
 *
 *     if (isRefusal(error, "PAYMENT_DECLINED")) show(error.data.refusal.details.declineCode);
 */
export function isRefusal<Code extends RefusalCode = RefusalCode>(
  error: unknown,
  ...codes: Code[]
): error is RefusedError<Code> {
  if (!(error instanceof TRPCClientError)) return false;
  const data: unknown = error.data;
  if (typeof data !== "object" || data === null || !("refusal" in data)) return false;
  const { refusal } = data;
  return isRefusalShape(refusal) && (codes.length === 0 || (codes as RefusalCode[]).includes(refusal.code));
}
