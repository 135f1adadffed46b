/** What a check asks, and what to do if the answer is no. */
export interface Check {
  readonly id: string;
  /** What must hold: `The same twice at once`. */
  readonly name: string;
  /** Why it matters, as a sentence. */
  readonly why: string;
  /** How to mend it, as a sentence. */
  readonly mend: string;
}

/** What became of a check. `held` is null if it could not be seen. */
export interface Finding extends Check {
  readonly held: boolean | null;
  /** What was seen, as a sentence. */
  readonly found: string;
}

/** Whether nothing was found that has to be mended. */
export const allHeld = (findings: readonly Finding[]): boolean => findings.every(({ held }) => held !== false);
