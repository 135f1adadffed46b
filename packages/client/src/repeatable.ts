import type { AppRouter } from "@till/api";
import type { Operation } from "@trpc/client";
import type { inferRouterInputs } from "@trpc/server";

type Inputs = inferRouterInputs<AppRouter>;

/** The procedures of two words, as `room.name`. */
type Path = { [Room in keyof Inputs]: `${Room}.${keyof Inputs[Room] & string}` }[keyof Inputs];

/** Mutations that take no idempotency key, because a repeat changes nothing by itself. */
const harmlessPaths: ReadonlySet<string> = new Set<Path>(["orders.confirm", "apiKeys.revoke", "sandbox.signIn"]);

/** The idempotency key of an input, or null if it has none. One that is undefined is none. */
export const idempotencyKeyOf = (input: unknown): string | null =>
  typeof input === "object" && input !== null && "idempotencyKey" in input && typeof input.idempotencyKey === "string"
    ? input.idempotencyKey
    : null;

/** Whether a call may be sent again although it may have been done: it is a query, or a repeat does nothing twice. */
export const isRepeatable = ({ type, path, input }: Pick<Operation, "type" | "path" | "input">): boolean =>
  type === "query" || harmlessPaths.has(path) || idempotencyKeyOf(input) !== null;
