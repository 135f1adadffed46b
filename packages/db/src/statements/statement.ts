import { Param, Placeholder, SQL, is, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { drizzle } from "drizzle-orm/sqlite-proxy";
import { type Result, type Value, toValue } from "../database/pipeline.ts";
import * as schema from "../schema/schema.ts";

/** Writes statements and sends none. */
export const build = drizzle(() => Promise.reject(new Error("A statement is sent by a Database.")), { schema });

/** A statement with its values, ready to be sent, and what makes its rows of the database's answer. */
export interface Bound<Rows> {
  readonly sql: string;
  readonly args: readonly Value[];
  readonly toRows: (result: Result) => Rows;
}

/** A statement that is built once. Called with its values, by name, it is ready to be sent. */
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
 * Makes a statement. Its text, the order of its values and the mapping of its rows are made once, when it is first
 * called, and kept as long as the Worker runs: building them takes longer than all other work of a request. (All of them
 * together would make the Worker start a good deal later.) Call this where a module is loaded, never for a request.
 */
export function statement<Query extends Written, Values extends object = object>(
  write: (given: Given<Values>) => Query,
): Statement<Values, RowsOfWritten<Query>> {
  return builtOnce(write, (prepared) => {
    const isOne = prepared.getQuery().method === "get";
    return ({ rows }) => prepared.mapResult({ rows: isOne ? rows[0] : rows }, true) as RowsOfWritten<Query>;
  });
}

/** Makes a statement whose rows are objects with a property for each column that it selects, as the database has them. */
export function rawStatement<Row, Values extends object = object>(
  write: (given: Given<Values>) => SQL,
): Statement<Values, Row[]> {
  return builtOnce(
    write,
    () =>
      ({ columns, rows }) =>
        rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]])) as Row),
  );
}

/** Makes a statement whose rows are made of their values, in the order in which it selects them. */
export function statementOf<Row, Values extends object = object>(
  write: (given: Given<Values>) => SQL,
  toRow: (row: readonly unknown[]) => Row,
): Statement<Values, Row[]> {
  return builtOnce(
    write,
    () =>
      ({ rows }) =>
        rows.map(toRow),
  );
}

function builtOnce<Values extends object, Rows>(
  write: (given: Given<Values>) => Written,
  mapperOf: (prepared: Prepared) => Bound<Rows>["toRows"],
): Statement<Values, Rows> {
  let built: Statement<Values, Rows> | undefined;
  return (values) => (built ??= buildNow(preparedOf(write(givenValues<Values>())), mapperOf))(values);
}

function buildNow<Values extends object, Rows>(
  prepared: Prepared,
  mapperOf: (prepared: Prepared) => Bound<Rows>["toRows"],
): Statement<Values, Rows> {
  const { sql: text, params } = prepared.getQuery();
  const bind = binderOf(params);
  const toRows = mapperOf(prepared);
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
