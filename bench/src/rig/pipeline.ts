import type { SQLInputValue } from "node:sqlite";

/** A statement of a recorded request, with its values. */
export interface SqlStatement {
  readonly sql: string;
  readonly args: readonly SQLInputValue[];
  readonly named?: Record<string, SQLInputValue>;
}

interface HranaValue {
  readonly type: "null" | "integer" | "float" | "text";
  readonly value?: string | number;
}

interface HranaStatement {
  readonly sql?: string;
  readonly sql_id?: number;
  readonly args?: readonly HranaValue[];
  readonly named_args?: readonly { readonly name: string; readonly value: HranaValue }[];
}

interface HranaRequest extends HranaStatement {
  readonly type: string;
  readonly stmt?: HranaStatement;
  readonly batch?: { readonly steps: readonly { readonly stmt: HranaStatement }[] };
}

/**
 * The statements of a request to the database, without those that begin and end the transaction, and the size of their
 * SQL text in bytes. A text that is sent once and used twice counts once.
 * Hrana over HTTP: https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_2_SPEC.md
 */
export function readPipeline(body: string): {
  readonly statements: readonly SqlStatement[];
  readonly sqlBytes: number;
} {
  const { requests } = JSON.parse(body) as { requests: readonly HranaRequest[] };
  const stored = new Map(requests.flatMap(({ type, sql_id, sql }) => (type === "store_sql" ? [[sql_id, sql]] : [])));
  const sent = requests.flatMap(({ stmt, batch }) => batch?.steps.map((step) => step.stmt) ?? (stmt ? [stmt] : []));
  const texts = [...stored.values(), ...sent.map(({ sql }) => sql)];
  const statements = sent.map(({ sql, sql_id, args = [], named_args: named }): SqlStatement => ({
    sql: sql ?? stored.get(sql_id) ?? "",
    args: args.map(toValue),
    ...(named?.length && { named: Object.fromEntries(named.map(({ name, value }) => [name, toValue(value)])) }),
  }));
  return {
    statements: statements.filter(({ sql }) => !/^\s*(BEGIN|COMMIT|ROLLBACK)\b/i.test(sql)),
    sqlBytes: texts.reduce((bytes, text) => bytes + Buffer.byteLength(text ?? ""), 0),
  };
}

function toValue({ type, value = "" }: HranaValue): SQLInputValue {
  switch (type) {
    case "null":
      return null;
    case "integer":
      return BigInt(value);
    case "float":
      return Number(value);
    case "text":
      return String(value);
  }
}
