import { type MaskedSource, limits, maskedSourceSchema, toPlainText } from "@till/contracts";
import type { CardFacts } from "./gateway.ts";

// What a gateway tells is text from outside: only what fits is kept, and a strange text must not stop a payment.

/** The source of a payment as its gateway tells it; null if that is no brand and no four digits. */
export function sourceOfCard({ brand, last4 }: CardFacts): MaskedSource | null {
  const known = brand
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, "_");
  return maskedSourceSchema.safeParse({ type: "card", brand: known, last4 }).data ?? null;
}

/** What a gateway says to the customer, as text on one line of a bounded length; null if nothing of it can be shown. */
export const sentenceToKeep = (sentence: string): string | null =>
  toPlainText(sentence, limits.gatewaySentenceLength) || null;
