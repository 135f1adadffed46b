import type { RefusalCode, RefusalStatus } from "@till/contracts";
import type { Exported } from "./exports.ts";

/** The methods that a route can have. */
export const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Method = (typeof methods)[number];

/** The route that a procedure declares. The Worker and the document read it. */
export interface Operation {
  /** Its method and path: `POST /v1/orders/{id}/pay`. A name in braces is a field of the input. */
  readonly route: `${Method} /v1/${string}`;
  /**
   * The field of the input that a name in the path stands for, where it is not the field of that name. Routes with other
   * methods at the same address have the same names: OpenAPI does not tell `/{id}` and `/{sku}` apart.
   */
  readonly pathFields?: Readonly<Record<string, string>>;
  /** A summary in a few words. */
  readonly summary: string;
  /** More for callers, in Markdown. */
  readonly description?: string;
  /** The refusals that don't follow from its policy, its input or its idempotency key. */
  readonly refusals?: readonly DeclaredRefusal[];
  /** The address of what it creates, with fields of the output in braces. The answer is 201 with this `Location`. */
  readonly created?: `/v1/${string}`;
  /** For a list that can be had as a whole, as a file. */
  readonly exported?: Exported;
}

/** A refusal of an operation, with its status if that is not the usual one of its code. */
type DeclaredRefusal = RefusalCode | readonly [code: RefusalCode, status: RefusalStatus];

/** Splits `POST /v1/orders` into its method and its path. */
export function splitRoute(route: Operation["route"]): { method: Method; path: string } {
  const space = route.indexOf(" ");
  return { method: route.slice(0, space) as Method, path: route.slice(space + 1) };
}

/** The field of the input that a name in the path stands for. */
export const fieldOf = ({ pathFields }: Pick<Operation, "pathFields">, name: string): string =>
  pathFields?.[name] ?? name;

/** The names in braces: `id` of `/v1/orders/{id}`. */
export const placeholders = (template: string): string[] =>
  [...template.matchAll(/\{([\w.]+)\}/g)].map(([, name]) => name ?? "");
