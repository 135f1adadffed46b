import type { Operation } from "@trpc/client";
import type { ProcedureName } from "./procedure-name.ts";

/** Mutations without an idempotency key whose repeat changes nothing. */
const harmlessPaths: ReadonlySet<string> = new Set<ProcedureName>([
  "orders.confirm",
  "products.archive",
  "discounts.create",
  "discounts.disable",
  "apiKeys.revoke",
  "customers.erase",
  "sandbox.signIn",
]);

/** The idempotency key of an input, or null if it has none or an undefined one. */
export const idempotencyKeyOf = (input: unknown): string | null =>
  typeof input === "object" && input !== null && "idempotencyKey" in input && typeof input.idempotencyKey === "string"
    ? input.idempotencyKey
    : null;

/** Whether a call that may have been done can be sent again: it is a query, or a repeat does nothing twice. */
export const isRepeatable = ({ type, path, input }: Pick<Operation, "type" | "path" | "input">): boolean =>
  type === "query" || harmlessPaths.has(path) || idempotencyKeyOf(input) !== null;
