import { Param, Placeholder, SQL, is, sql } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { drizzle } from "drizzle-orm/sqlite-proxy";
import { type Result, type Value, toValue } from "../database/pipeline.ts";

/** Sends a built statement, which nobody does. */
export const sendNothing = () => Promise.reject(new Error("A statement is sent by a Database."));

/** Builds statements and can't send them. */
export const build = drizzle(sendNothing);

/** A statement with its values, ready to be sent, and the function that maps its rows. */
export interface Bound<Rows> {
  readonly sql: string;
  readonly args: readonly Value[];
  readonly toRows: (result: Result) => Rows;
}

/** A statement that is built once. Call it with named values to get one that is ready to be sent. */
export type Statement<Values extends object, Rows> = (values: Values) => Bound<Rows>;

/** Placeholders for the values of a statement, by name, for use while it is built. */
export type Given<Values extends object> = {
  readonly [Name in keyof Values & string]-?: Placeholder<Name, Values[Name]>;
};

const given: unknown = new Proxy({}, { get: (_, name) => sql.placeholder(String(name)) });

/** A placeholder for each name. */
export const givenValues = <Values extends object>() => given as Given<Values>;

/** The source of a statement: Drizzle's builder, or SQL whose rows are not used. */
export type Written = BatchItem<"sqlite"> | SQL;

type RowsOfWritten<Query> = Query extends BatchItem<"sqlite"> ? Query["_"]["result"] : unknown;

/**
 * Makes a statement. Its text, the order of its values and the mapping of its rows are built on the first call and kept
 * while the Worker runs: building them takes longer than all other work of a request. (Building all of them at start
 * would delay the start of the Worker.) Call this when a module loads, never for a request.
 */
export function statement<Query extends Written, Values extends object = object>(
  write: (given: Given<Values>) => Query,
): Statement<Values, RowsOfWritten<Query>> {
  return builtOnce(write, (prepared) => {
    const isOne = prepared.getQuery().method === "get";
    return ({ rows }) => prepared.mapResult({ rows: isOne ? rows[0] : rows }, true) as RowsOfWritten<Query>;
  });
}

/** Makes a statement whose rows are objects with a property for each selected column, as the database returns them. */
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

/** Makes a statement whose rows are built from their values, in the order of its columns. */
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

/** A query prepared by Drizzle: the part that every kind of statement shares. */
interface Prepared {
  getQuery(): { readonly sql: string; readonly params: unknown[]; readonly method?: string };
  mapResult(response: unknown, isFromBatch: true): unknown;
}

function preparedOf(written: Written): Prepared {
  const query: object = is(written, SQL) ? build.run(written) : written;
  return "prepare" in query ? (query as { prepare(): Prepared }).prepare() : (query as Prepared);
}

/** Puts the values of a call in the order of the statement's parameters. */
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
