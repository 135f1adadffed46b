import type { SentRequest } from "./database-way.ts";

/** What must be new in each replay of a recorded request. */
export type Hole =
  | { readonly fill: "id"; readonly index: number }
  | { readonly fill: "time"; readonly offsetMs: number }
  | { readonly fill: "orderId" }
  | { readonly fill: "key" };

/** A recorded request to the database, cut where something new goes in. */
export interface Template {
  readonly path: string;
  readonly parts: readonly (string | Hole)[];
}

/** What the recorded call was made with, to find it in the request again. */
export interface CallFacts {
  /** When the call was sent, in milliseconds. */
  readonly sentAt: number;
  readonly orderId?: number;
  readonly idempotencyKey?: string;
}

/** Till's ids of intents (20 characters), also behind a prefix such as `pay_`; and its times. */
const idPattern = /(?<![0-9a-z])[0-9a-z]{20}(?![0-9a-z])/g;
const timePattern = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

/**
 * Makes a template of a recorded request. Ids are told from other texts of the same form by a second recording of
 * the same call: only what both don't share is an id. Values stand in the request as JSON texts, which need no escape.
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

/** The request of a template, with these values in its holes. */
export const fillTemplate = ({ parts }: Template, valueOf: (hole: Hole) => string): string =>
  parts.map((part) => (typeof part === "string" ? part : valueOf(part))).join("");

/** The marks are ids, times and numbers: of all their signs only the point means something in a pattern. */
function cut(text: string, holes: ReadonlyMap<string, Hole>): (string | Hole)[] {
  if (holes.size === 0) return [text];
  const marks = [...holes.keys()].map((mark) => mark.replaceAll(".", "\\."));
  return text.split(new RegExp(`(${marks.join("|")})`)).map((part) => holes.get(part) ?? part);
}
