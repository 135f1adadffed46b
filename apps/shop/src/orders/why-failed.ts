import type { Payment } from "@till/contracts";

/** What the gateway says, as its own words. */
export const quoteGateway = (sentence: string): string => `The payment provider says: “${sentence}”`;

/** Why an attempt failed, in Till's words and in those of the gateway, if it has any; null if it has not failed. */
export function whyFailed({
  declineMessage,
  gatewaySentence,
}: Pick<Payment, "declineMessage" | "gatewaySentence">): string | null {
  if (declineMessage === null) return null;
  return gatewaySentence === null ? declineMessage : `${declineMessage} ${quoteGateway(gatewaySentence)}`;
}
