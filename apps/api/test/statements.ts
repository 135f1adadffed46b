/** A statement as the database client sends it. */
export interface Statement {
  readonly sql: string;
  readonly args: readonly (string | number | null)[];
}

interface HranaStatement {
  sql: string;
  args?: { type: string; value?: string }[];
}

interface HranaRequest {
  type: string;
  stmt?: HranaStatement;
  batch?: { steps: { stmt: HranaStatement }[] };
}

/** The statements of one request to the database. */
function statementsOf(body: unknown): Statement[] {
  const { requests } = JSON.parse(String(body)) as { requests: HranaRequest[] };
  return requests
    .flatMap(({ stmt, batch }) => (batch ? batch.steps.map((step) => step.stmt) : stmt ? [stmt] : []))
    .map(({ sql, args = [] }) => ({ sql, args: args.map(toValue) }));
}

/** A way to the database that keeps every statement that goes by. */
export function watchStatements(statements: Statement[]): typeof fetch {
  return (input, init) => {
    statements.push(...statementsOf(init?.body));
    return fetch(input, init);
  };
}

const toValue = ({ type, value = "" }: { type: string; value?: string }) =>
  type === "null" ? null : type === "integer" || type === "float" ? Number(value) : value;
