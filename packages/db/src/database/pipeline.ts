import type { Connection } from "./connection.ts";
import { DatabaseError, type Refused, TransientFault } from "./faults.ts";

// One request of the Hrana protocol over HTTP, version 2, in JSON, as every libSQL server and Turso support it
// (https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_2_SPEC.md). Each request carries all its statements and
// closes its stream, so nothing stays open on the server. See docs/decisions/0012.

/** A value in the protocol. */
export type Value =
  | { readonly type: "null" }
  | { readonly type: "integer"; readonly value: string }
  | { readonly type: "float"; readonly value: number }
  | { readonly type: "text"; readonly value: string };

/** A statement in the protocol. */
interface Sent {
  readonly sql: string;
  readonly args?: readonly Value[];
}

/** The result of a statement: rows of plain values, in column order. */
export interface Result {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Plain[])[];
}

type Plain = string | number | null;

/** @throws Error if the value is missing or has a type that the protocol does not support. */
export function toValue(value: unknown, name: string): Value {
  if (value === null) return { type: "null" };
  if (typeof value === "string") return { type: "text", value };
  if (typeof value === "boolean") return { type: "integer", value: value ? "1" : "0" };
  if (typeof value === "number" && Number.isSafeInteger(value)) return { type: "integer", value: String(value) };
  if (typeof value === "number" && Number.isFinite(value)) return { type: "float", value };
  throw new Error(`A statement has no value for ${name}, or one of an unsupported type.`);
}

/**
 * How a batch begins. A write takes the lock at once, so that the data can't change under it. `empty` is a write that
 * deletes all rows of tables, and all rows that refer to them. Foreign keys are not checked then: with the check, SQLite
 * deletes row by row, which takes 20 times as long. The setting ends with the request's connection.
 */
const openings = {
  read: ["BEGIN"],
  write: ["BEGIN IMMEDIATE"],
  empty: ["PRAGMA foreign_keys = OFF", "BEGIN IMMEDIATE"],
} as const;

export type Mode = keyof typeof openings;

/**
 * Sends statements as one transaction: all of it is done, or nothing. One HTTP request. With `checksFirst` the first
 * statement, a query, runs before the transaction too, which begins only if it succeeds: a batch that fails its own check
 * never asks for the write lock.
 *
 * @throws DatabaseError if a statement or the transaction is refused. Nothing is done then.
 * @throws TransientFault if no complete answer came. Either everything is done then, or nothing.
 */
export async function sendBatch(
  way: Way,
  statements: readonly Sent[],
  { mode, checksFirst = false }: { mode: Mode; checksFirst?: boolean },
): Promise<Result[]> {
  const checks = checksFirst ? statements.slice(0, 1) : [];
  const opening = openings[mode].map((sql) => ({ sql, want_rows: false }));
  const first = checks.length + opening.length;
  const commit = first + statements.length;
  const steps = [
    ...[...checks, ...opening, ...statements, { sql: "COMMIT", want_rows: false }].map((stmt, step) =>
      step === 0 ? { stmt } : { stmt, condition: wasDone(step - 1) },
    ),
    { stmt: { sql: "ROLLBACK", want_rows: false }, condition: isOpen(first - 1, commit) },
  ];
  const answer = await post(way, { type: "batch", batch: { steps } }, isBatchAnswer);
  const { step_results: results, step_errors: errors } = answer.result;
  const failed = errors.findIndex((error, step) => error !== null && step <= commit);
  const fault = errors[failed];
  if (fault) throw new DatabaseError(fault, statementAt(failed, { checks: checks.length, first, commit }));
  return results.slice(first, commit).map(toResult);
}

/** The statement that a step of a batch is; null if it only begins or ends the transaction. */
function statementAt(step: number, { checks, first, commit }: { checks: number; first: number; commit: number }) {
  if (step < checks) return step;
  return step < first || step === commit ? null : step - first;
}

/** The transaction has begun, and has not ended. */
const isOpen = (begin: number, commit: number) => ({
  type: "and",
  conds: [wasDone(begin), { type: "not", cond: wasDone(commit) }],
});

const wasDone = (step: number) => ({ type: "ok", step });

/** Sends one statement in its own transaction. One HTTP request. @throws as `sendBatch` does. */
export async function sendOne(way: Way, stmt: Sent): Promise<Result> {
  const answer = await post(way, { type: "execute", stmt }, isExecuteAnswer);
  return toResult(answer.result);
}

/** The address for requests, and the function that sends them: it returns the whole body or throws a TransientFault. */
export interface Way {
  readonly connection: Connection;
  readonly send: (url: string, init: RequestInit) => Promise<string>;
}

async function post<Answer>({ connection, send }: Way, request: object, isAnswer: (value: unknown) => value is Answer) {
  const { url, authToken } = connection;
  const text = await send(`${url.replace(/^libsql:/, "https:").replace(/\/$/, "")}/v2/pipeline`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(authToken !== undefined && { authorization: `Bearer ${authToken}` }),
    },
    body: JSON.stringify({ requests: [request, { type: "close" }] }),
  });
  const [first] = resultsIn(text);
  if (first?.type === "error") throw new DatabaseError(first.error, null);
  if (first?.type !== "ok" || !isAnswer(first.response)) throw notWhole();
  return first.response;
}

/** An incomplete answer, or one from a proxy in between, does not tell whether the work was done. */
const notWhole = (cause?: unknown) => new TransientFault("The database's answer was incomplete.", { cause });

function resultsIn(text: string): readonly StreamResult[] {
  try {
    const { results } = JSON.parse(text) as { results?: unknown };
    if (Array.isArray(results)) return results as StreamResult[];
  } catch (cause) {
    throw notWhole(cause);
  }
  throw notWhole();
}

type StreamResult =
  | { readonly type: "ok"; readonly response: unknown }
  | { readonly type: "error"; readonly error: Refused };

interface StatementResult {
  readonly cols: readonly { readonly name: string | null }[];
  readonly rows: readonly (readonly Received[])[];
}

type Received = Value | { readonly type: "blob"; readonly base64: string };

interface BatchAnswer {
  readonly result: {
    readonly step_results: readonly (StatementResult | null)[];
    readonly step_errors: readonly (Refused | null)[];
  };
}

const hasType = (value: unknown, type: string) =>
  typeof value === "object" && value !== null && "type" in value && value.type === type && "result" in value;

const isBatchAnswer = (value: unknown): value is BatchAnswer => hasType(value, "batch");
const isExecuteAnswer = (value: unknown): value is { result: StatementResult } => hasType(value, "execute");

function toResult(result: StatementResult | null): Result {
  if (result === null) throw notWhole();
  return { columns: result.cols.map(({ name }) => name ?? ""), rows: result.rows.map((row) => row.map(toPlain)) };
}

function toPlain(value: Received): Plain {
  switch (value.type) {
    case "null":
      return null;
    case "integer":
      return Number(value.value);
    case "text":
    case "float":
      return value.value;
    case "blob":
      throw new Error("The database answered with a blob, which Till does not use.");
  }
}
