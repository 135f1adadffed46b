/** What a value has below a key, if it is an object or a list. */
export const at = (value: unknown, key: string | number): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string | number, unknown>)[key] : undefined;

/** A text as JSON; undefined if it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Whoever reads it next refuses it.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
