import type { SentRequest } from "./database-way.ts";

/** The values that must be new in each replay of a recorded request. */
export type Hole =
  | { readonly fill: "id"; readonly index: number }
  | { readonly fill: "time"; readonly offsetMs: number }
  | { readonly fill: "orderId" }
  | { readonly fill: "key" };

/** A recorded request to the database, split where new values go. */
export interface Template {
  readonly path: string;
  readonly parts: readonly (string | Hole)[];
}

/** The inputs of the recorded call, to find them in the request. */
export interface CallFacts {
  /** When the call was sent, in milliseconds. */
  readonly sentAt: number;
  readonly orderId?: number;
  readonly idempotencyKey?: string;
}

/** Till's ids (20 characters), also with a prefix such as `pay_`, and its times. */
const idPattern = /(?<![0-9a-z])[0-9a-z]{20}(?![0-9a-z])/g;
const timePattern = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

/**
 * Makes a template of a recorded request. A second recording of the same call tells ids from other texts of the same
 * form: only texts that differ are ids. Values are JSON texts in the request, and need no escape.
 */
export function makeTemplate(first: SentRequest, facts: CallFacts, second: SentRequest): Template {
  const ids = [...new Set(first.body.match(idPattern) ?? [])].filter((id) => !second.body.includes(id));
  const times = [...new Set(first.body.match(timePattern) ?? [])].filter((time) => !second.body.includes(time));
  const holes = new Map<string, Hole>([
    ...ids.map((id, index): [string, Hole] => [id, { fill: "id", index }]),
    ...times.map((time): [string, Hole] => [time, { fill: "time", offsetMs: Date.parse(time) - facts.sentAt }]),
    ...(facts.idempotencyKey === undefined ? [] : [[facts.idempotencyKey, { fill: "key" }] as const]),
    ...(facts.orderId === undefined ? [] : [[String(facts.orderId), { fill: "orderId" }] as const]),
  ]);
  return { path: first.path, parts: cut(first.body, holes) };
}

/** The request of a template, filled with values. */
export const fillTemplate = ({ parts }: Template, valueOf: (hole: Hole) => string): string =>
  parts.map((part) => (typeof part === "string" ? part : valueOf(part))).join("");

/** The marks are ids, times and numbers. Only the point in them is special in a pattern. */
function cut(text: string, holes: ReadonlyMap<string, Hole>): (string | Hole)[] {
  if (holes.size === 0) return [text];
  const marks = [...holes.keys()].map((mark) => mark.replaceAll(".", "\\."));
  return text.split(new RegExp(`(${marks.join("|")})`)).map((part) => holes.get(part) ?? part);
}
