import { Param, Placeholder, SQL, is, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { drizzle } from "drizzle-orm/sqlite-proxy";
import { type Result, type Value, toValue } from "../database/pipeline.ts";
import * as schema from "../schema/schema.ts";

/**
 * Writes statements and sends none. Each statement of Till is built once, when the Worker starts: building the text of
 * one takes longer than the whole rest of a request's work.
 */
export const build = drizzle(() => Promise.reject(new Error("A statement is sent by a Database.")), { schema });

/** A statement with its values, ready to be sent, and what makes its rows of the database's answer. */
export interface Bound<Rows> {
  readonly sql: string;
  readonly args: readonly Value[];
  readonly toRows: (result: Result) => Rows;
}

/** A statement that was built once. Called with its values, by name, it is ready to be sent. */
export type Statement<Values extends object, Rows> = (values: Values) => Bound<Rows>;

/** The values of a statement while it is built: each stands for what a call gives under its name. */
export type Given<Values extends object> = {
  readonly [Name in keyof Values & string]-?: Placeholder<Name, Values[Name]>;
};

const given: unknown = new Proxy({}, { get: (_, name) => sql.placeholder(String(name)) });

/** A value of each name, as it stands in a statement. */
export const givenValues = <Values extends object>() => given as Given<Values>;

/** What a statement is written as: with Drizzle's builder, or as SQL whose rows are of no interest. */
export type Written = BatchItem<"sqlite"> | SQL;

type RowsOfWritten<Query> = Query extends BatchItem<"sqlite"> ? Query["_"]["result"] : unknown;

/**
 * Builds a statement: its text, the order of its values, and the mapping of its rows. Call it where a module is loaded,
 * never for a request.
 */
export function statement<Query extends Written, Values extends object = Record<never, never>>(
  write: (given: Given<Values>) => Query,
): Statement<Values, RowsOfWritten<Query>> {
  const prepared = preparedOf(write(givenValues<Values>()));
  const { sql: text, params, method } = prepared.getQuery();
  const bind = binderOf(params);
  const toRows = ({ rows }: Result) =>
    prepared.mapResult({ rows: method === "get" ? rows[0] : rows }, true) as RowsOfWritten<Query>;
  return (values) => ({ sql: text, args: bind(values), toRows });
}

/** Builds a statement whose rows are objects with a property for each column that it selects, as the database has them. */
export function rawStatement<Row, Values extends object = Record<never, never>>(
  write: (given: Given<Values>) => SQL,
): Statement<Values, Row[]> {
  const { sql: text, params } = preparedOf(write(givenValues<Values>())).getQuery();
  const bind = binderOf(params);
  const toRows = ({ columns, rows }: Result) =>
    rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])) as Row);
  return (values) => ({ sql: text, args: bind(values), toRows });
}

/** A query that Drizzle has prepared: the part of it that is the same for every kind of statement. */
interface Prepared {
  getQuery(): { readonly sql: string; readonly params: unknown[]; readonly method?: string };
  mapResult(response: unknown, isFromBatch: true): unknown;
}

function preparedOf(written: Written): Prepared {
  const query: object = is(written, SQL) ? build.run(written) : written;
  return "prepare" in query ? (query as { prepare(): Prepared }).prepare() : (query as Prepared);
}

/** Puts the values of a call where the statement wants them. */
function binderOf(params: readonly unknown[]): (values: object) => Value[] {
  const slots = params.map(slotOf);
  return (values) => slots.map((slot) => slot(values as Record<string, unknown>));
}

function slotOf(param: unknown): (values: Record<string, unknown>) => Value {
  if (is(param, Placeholder)) return ({ [param.name]: value }) => toValue(value, param.name);
  if (is(param, Param) && is(param.value, Placeholder)) {
    const { encoder, value: placeholder } = param;
    return ({ [placeholder.name]: value }) => toValue(encoder.mapToDriverValue(value), placeholder.name);
  }
  const constant = toValue(param, "a constant");
  return () => constant;
}
