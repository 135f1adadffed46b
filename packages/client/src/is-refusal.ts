import type { AppRouter } from "@till/api";
import { type Refusal, type RefusalCode, isRefusalShape } from "@till/contracts";
import { TRPCClientError } from "@trpc/client";

/** The error of a call that Till refused. `data.refusal` has the code, the details and the actions still possible. */
export type RefusedError<Code extends RefusalCode = RefusalCode> = TRPCClientError<AppRouter> & {
  readonly data: { readonly refusal: Refusal<Code> };
};

/**
 * Whether an error is a refusal by Till, with one of the given codes if there are any:
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
