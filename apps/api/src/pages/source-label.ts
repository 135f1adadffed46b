import type { MaskedSource } from "@till/contracts";
import { describeSource } from "@till/domain";

/** What a payment was made with, as it stands alone: `Visa card ending in 4242`. */
export function sourceLabel(source: MaskedSource): string {
  const name = describeSource(source).replace(/^(?:a|the) /, "");
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
