/** What Till writes on a PaymentIntent or a refund, so that an event finds its till and what it is about. */
interface TillsNote {
  readonly paymentId: string;
  readonly orderId?: string;
  readonly refundId?: string;
  /** The idempotency key of a refund. */
  readonly key?: string;
  readonly till: string | null;
}

/** A note as metadata. The default till has no id there: Stripe takes no empty values. */
export const metadataOf = ({ till, ...note }: TillsNote): Record<string, string> => ({
  ...note,
  ...(till !== null && { till }),
});

/** What Till wrote on an object; null for one that something else made in the same account. */
export function noteOf(
  metadata: Readonly<Record<string, string>> | null,
): Partial<TillsNote> & { till: string | null } {
  return { ...metadata, till: metadata?.["till"] ?? null };
}
