/** Writes one JSON line to the log: what happened, and the facts that explain it. */
function write(message: string, facts: Record<string, unknown>) {
  const line = JSON.stringify({ level: "error", message, ...facts }, (_key, value: unknown) =>
    value instanceof Error
      ? {
          name: value.name,
          message: withoutParameters(value.message),
          stack: withoutParameters(value.stack ?? ""),
          cause: value.cause,
        }
      : value,
  );
  console.error(line);
}

/** Drizzle's errors end their message with the values of the statement, and one of them may be a secret. */
const withoutParameters = (text: string) => text.replaceAll(/\nparams:[^]*?(?=\n {4}at |$)/g, "\nparams: (not logged)");

export const log = { error: write };
