import { type Refusal, type RefusalStatus, refusals } from "@till/contracts";
import type { Result } from "@till/domain";
import { TRPCError } from "@trpc/server";
import type { TRPC_ERROR_CODE_KEY } from "@trpc/server/rpc";

/** The tRPC code of each HTTP status that a refusal has. */
const trpcCodes: Record<RefusalStatus, TRPC_ERROR_CODE_KEY> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  402: "PAYMENT_REQUIRED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  405: "METHOD_NOT_SUPPORTED",
  409: "CONFLICT",
  413: "PAYLOAD_TOO_LARGE",
  422: "UNPROCESSABLE_CONTENT",
  429: "TOO_MANY_REQUESTS",
  503: "SERVICE_UNAVAILABLE",
};

/** A refusal on its way out of a procedure. */
export class RefusalError extends TRPCError {
  readonly refusal: Refusal;

  /** `status` is for the one refusal whose status depends on what was asked: an unknown product. */
  constructor(refusal: Refusal, status: RefusalStatus = refusals[refusal.code].status) {
    super({ code: trpcCodes[status], message: refusal.message });
    this.refusal = refusal;
  }
}

/** The value of a result. @throws RefusalError if it was refused. */
export function valueOf<Value>(result: Result<Value>, status?: RefusalStatus): Value {
  if (result.ok) return result.value;
  throw new RefusalError(result.refusal, status);
}
