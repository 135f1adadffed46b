/** A statement as the database client sends it. */
export interface Statement {
  readonly sql: string;
  readonly args: readonly (string | number | null)[];
}

interface HranaStatement {
  sql?: string;
  sql_id?: number;
  args?: { type: string; value?: string }[];
}

interface HranaRequest {
  type: string;
  sql_id?: number;
  sql?: string;
  stmt?: HranaStatement;
  batch?: { steps: { stmt: HranaStatement }[] };
}

/** A way to the database that keeps every statement that goes by (https://github.com/tursodatabase/libsql, Hrana over HTTP). */
export function watchStatements(statements: Statement[]): typeof fetch {
  return async (input, init) => {
    const { requests } = (await (input as Request).clone().json()) as { requests: HranaRequest[] };
    const stored = new Map(requests.flatMap(({ type, sql_id, sql }) => (type === "store_sql" ? [[sql_id, sql]] : [])));
    for (const { stmt, batch } of requests)
      for (const { sql, sql_id, args = [] } of batch ? batch.steps.map((step) => step.stmt) : stmt ? [stmt] : [])
        statements.push({ sql: sql ?? stored.get(sql_id) ?? "", args: args.map(toValue) });
    return fetch(input, init);
  };
}

const toValue = ({ type, value = "" }: { type: string; value?: string }) =>
  type === "null" ? null : type === "integer" || type === "float" ? Number(value) : value;
