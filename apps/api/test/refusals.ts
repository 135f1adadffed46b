import type { Refusal } from "@till/contracts";
import { TRPCClientError } from "@trpc/client";

/** The refusal that a call ends with. Fails the test if the call succeeds or fails in another way. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal & { status: number }> {
  const error: unknown = await call.then(
    (value) => new Error(`It was not refused: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof TRPCClientError) || !error.data?.refusal) throw error;
  return { ...error.data.refusal, status: error.data.httpStatus };
}
