/** Writes one JSON line to the log: what happened, and the facts that explain it. */
function write(message: string, facts: Record<string, unknown>) {
  const line = JSON.stringify({ level: "error", message, ...facts }, (_key, value: unknown) =>
    value instanceof Error
      ? { name: value.name, message: value.message, stack: value.stack, cause: value.cause }
      : value,
  );
  console.error(line);
}

export const log = { error: write };
