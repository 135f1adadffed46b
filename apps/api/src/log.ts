/** One JSON line: what happened, and the facts that explain it. */
const line = (level: "error" | "info", message: string, facts: Record<string, unknown>) =>
  JSON.stringify({ level, message, ...facts }, (_key, value: unknown) =>
    value instanceof Error
      ? {
          name: value.name,
          message: withoutParameters(value.message),
          stack: withoutParameters(value.stack ?? ""),
          cause: value.cause,
        }
      : value,
  );

/** Drizzle's errors end their message with the values of the statement, and one of them may be a secret. */
const withoutParameters = (text: string) => text.replaceAll(/\nparams:[^]*?(?=\n {4}at |$)/g, "\nparams: (not logged)");

export const log = {
  /** Something is wrong with Till, or with what it needs. */
  error: (message: string, facts: Record<string, unknown>) => console.error(line("error", message, facts)),
  /** Something that is nobody's fault here, and that whoever sets Till up may want to know. */
  info: (message: string, facts: Record<string, unknown>) => console.info(line("info", message, facts)),
};
