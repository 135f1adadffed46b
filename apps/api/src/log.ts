/** Writes one JSON line to the log: what happened, and the facts that explain it. */
function write(level: "info" | "error", message: string, facts: Record<string, unknown>) {
  const line = JSON.stringify({ level, message, ...facts }, (_key, value: unknown) =>
    value instanceof Error
      ? { name: value.name, message: value.message, stack: value.stack, cause: value.cause }
      : value,
  );
  if (level === "error") console.error(line);
  else console.log(line);
}

export const log = {
  error: (message: string, facts: Record<string, unknown>) => write("error", message, facts),
};
