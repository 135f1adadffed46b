import type { RefusalCode, RefusalStatus } from "@till/contracts";

/** The methods that a route can have. */
export const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Method = (typeof methods)[number];

/** What a procedure declares to be a route too, beside its input and output: the Worker and the document read it. */
export interface Operation {
  /** Its method and path: `POST /v1/orders/{id}/pay`. What stands in braces is a field of the input. */
  readonly route: `${Method} /v1/${string}`;
  /** What it does, in a few words. */
  readonly summary: string;
  /** What a caller should know besides, in Markdown. */
  readonly description?: string;
  /** What it may refuse, besides what its policy, its input and its idempotency key may be refused for. */
  readonly refusals?: readonly DeclaredRefusal[];
  /** Where what it creates is found, with fields of the output in braces: the answer is 201 with this `Location`. */
  readonly created?: `/v1/${string}`;
}

/** A refusal of an operation, with its status where that is not the usual one of its code. */
type DeclaredRefusal = RefusalCode | readonly [code: RefusalCode, status: RefusalStatus];

/** Splits `POST /v1/orders` into its method and its path. */
export function splitRoute(route: Operation["route"]): { method: Method; path: string } {
  const space = route.indexOf(" ");
  return { method: route.slice(0, space) as Method, path: route.slice(space + 1) };
}

/** The names that stand in braces: `id` of `/v1/orders/{id}`. */
export const placeholders = (template: string): string[] =>
  [...template.matchAll(/\{([\w.]+)\}/g)].map(([, name]) => name ?? "");
