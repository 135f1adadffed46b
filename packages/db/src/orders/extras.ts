import { type Extra, type ExtraInput, limits } from "@till/contracts";

const sum = (extras: readonly ExtraInput[]) => extras.reduce((total, { amount }) => total + amount, 0);

/** What extra lines come to, in minor units: those that are added to the total, and those that are part of it already. */
export const sumExtras = (extras: readonly ExtraInput[]) => ({
  added: sum(extras.filter(({ included = false }) => !included)),
  included: sum(extras.filter(({ included = false }) => included)),
});

/** Extra lines as an order shows them. */
export const toExtras = (extras: readonly ExtraInput[] = []): Extra[] =>
  extras.map(({ type, name, amount, included = false, rate = null }) => ({ type, name, amount, included, rate }));

/** What the extra lines of a new order bind. Amounts in minor units. */
export interface ExtraValues {
  /** What they add to the total. */
  readonly extraAmount: number;
  /** What the lines of products may come to after the discount: the total is within its limit, and has what it includes. */
  readonly leastAmount: number;
  readonly mostAmount: number;
}

export function extraValues(extras: readonly ExtraInput[] = []): ExtraValues {
  const { added, included } = sumExtras(extras);
  return { extraAmount: added, leastAmount: included - added, mostAmount: limits.orderAmount - added };
}
