/** The middle of some numbers, or the mean of the two in the middle. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? NaN;
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? NaN)) / 2 : upper;
}

/** The smallest of some numbers that at least `percent` per cent of them don't exceed (nearest rank). NaN of none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(Math.ceil((percent / 100) * sorted.length), 1) - 1] ?? NaN;
}

/**
 * The median of what each round of one series is to the same round of another. Rounds that follow each other closely
 * share what else the machine does, so this moves less than the ratio of two medians.
 */
export function pairedRatio(numerators: readonly number[], denominators: readonly number[]): number {
  const rounds = Math.min(numerators.length, denominators.length);
  return median(numerators.slice(0, rounds).map((value, round) => value / (denominators[round] ?? NaN)));
}
