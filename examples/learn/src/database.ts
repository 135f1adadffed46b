import { LibsqlError, createClient } from "@libsql/client/http";

/** The values of a statement, by the names that it has for them: `:orderId`. */
type Values = Readonly<Record<string, string | number | null>>;

/** A database on the other side of a network. Each call is one HTTP request. */
export interface Database {
  /** Runs one statement. The caller says what its rows are like. */
  query<Row>(statement: string, values?: Values): Promise<Row[]>;
  /**
   * Runs statements as one transaction, under the write lock: all of it is done, or nothing. Each statement takes the
   * values that it names. Returns the rows of the last one.
   */
  batch<Row>(statements: readonly string[], values?: Values): Promise<Row[]>;
}

/** No answer came. What was asked for was done, or it was not: the caller can't know. */
export class NoAnswer extends Error {
  override readonly name = "NoAnswer";
}

/** Opens a libSQL database. Nothing is sent yet. */
export function openDatabase(connection: { url: string; authToken: string }): Database {
  const client = createClient(connection);
  return {
    async query<Row>(sql: string, values: Values = {}) {
      return (await answered(client.execute(bind(sql, values)))).rows as Row[];
    },
    async batch<Row>(statements: readonly string[], values: Values = {}) {
      const bound = statements.map((sql) => bind(sql, values));
      return ((await answered(client.batch(bound, "write"))).at(-1)?.rows ?? []) as Row[];
    },
  };
}

/** A statement with the values that it names. The server refuses others. */
function bind(sql: string, values: Values) {
  const names = new Set([...sql.matchAll(/:(\w+)/g)].map(([, name]) => name));
  return { sql, args: Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name))) };
}

/** What the server refuses is a fault of the code, and keeps its sentence. Anything else is no answer. */
async function answered<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof LibsqlError ? error : new NoAnswer("The database gave no answer.", { cause: error });
  }
}

/** Sends a batch, and once more if no answer comes. It is the same batch, so it must be harmless to repeat. */
export async function sendUntilAnswered<Row>(db: Database, ...batch: Parameters<Database["batch"]>): Promise<Row[]> {
  try {
    return await db.batch<Row>(...batch);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    return db.batch<Row>(...batch);
  }
}
