/**
 * Whether an error is a fault of this kind, or was caused by one: Drizzle wraps what a query throws, and tRPC what a
 * procedure throws.
 */
export const isCausedBy = (error: unknown, fault: new (...args: never[]) => Error): boolean =>
  error instanceof fault || (error instanceof Error && isCausedBy(error.cause, fault));
