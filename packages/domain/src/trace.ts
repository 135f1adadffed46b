/** The trace that a request belongs to, by W3C Trace Context (https://www.w3.org/TR/trace-context/). */
export interface Trace {
  /** 32 hex digits. */
  readonly traceId: string;
  /** The flags of the caller: whether it records the trace. 2 hex digits. */
  readonly flags: string;
}

const form = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(?:-.*)?$/;

/** The trace of a header `traceparent`; null if there is none, or one that is not valid. */
export function readTraceparent(header: string | null | undefined): Trace | null {
  const [, traceId, flags] = form.exec(header ?? "") ?? [];
  return traceId !== undefined && flags !== undefined ? { traceId, flags } : null;
}

/** Names the trace of a request in the log. A request without one begins a trace, whose id is its own. */
export const traceIdOf = (trace: Trace | null, requestId: string): string =>
  trace?.traceId ?? requestId.replaceAll("-", "");

/** The header `traceparent` of a request that Till makes itself. `spanId` names that request: 16 hex digits. */
export const writeTraceparent = ({ traceId, flags }: Trace, spanId: string) => `00-${traceId}-${spanId}-${flags}`;

/**
 * The id of a command of a traced request. Its event has it, so what follows from the event knows the trace. A request
 * without a trace costs nothing.
 */
export const tracedCommandId = ({ traceId, flags }: Trace, id: string) => `${traceId}-${flags}-${id}`;

/** The trace that the id of a command has; null if it has none. */
export function traceOfCommand(commandId: string): Trace | null {
  const [, traceId, flags] = /^([0-9a-f]{32})-([0-9a-f]{2})-/.exec(commandId) ?? [];
  return traceId !== undefined && flags !== undefined ? { traceId, flags } : null;
}

/** The id of a command without its trace, for the ids of what it makes. */
export const idOfCommand = (commandId: string) => commandId.slice(commandId.lastIndexOf("-") + 1);
