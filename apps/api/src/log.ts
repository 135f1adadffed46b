/** One JSON line: what happened, and the facts that explain it. */
const line = (level: "error" | "info", message: string, facts: Record<string, unknown>) =>
  JSON.stringify({ level, message, ...facts }, (_key, value: unknown) =>
    value instanceof Error
      ? { name: value.name, message: value.message, stack: value.stack, cause: value.cause }
      : value,
  );

export const log = {
  /** Something is wrong with Till, or with what it needs. */
  error: (message: string, facts: Record<string, unknown>) => console.error(line("error", message, facts)),
  /** Not a fault of Till, but helpful for setting it up. */
  info: (message: string, facts: Record<string, unknown>) => console.info(line("info", message, facts)),
};
