import type { Address } from "./query.ts";

/** One request to the database: a whole pipeline. */
type Pipeline = { requests: unknown[] };

/** A write like a command of Till, but larger: its pages fill the write-ahead log and force a checkpoint. */
function write(n: number): Pipeline {
  const inserts = Array.from(
    { length: 12 },
    () =>
      `INSERT INTO orders (customer, note) SELECT ${n} * value % 1000003, hex(randomblob(60)) FROM json_each('${NUMBERS}')`,
  );
  return batch("BEGIN IMMEDIATE", [...inserts, "UPDATE stock SET sold = sold + 1"]);
}

function read(n: number): Pipeline {
  return batch("BEGIN DEFERRED", [`SELECT * FROM orders WHERE customer > ${n} LIMIT 20`, "SELECT sold FROM stock"]);
}

const NUMBERS = JSON.stringify(Array.from({ length: 40 }, (_, index) => index + 1));

/** A batch as the libSQL client sends it: each statement needs the success of the one before, and a failure rolls back. */
function batch(begin: string, statements: string[]): Pipeline {
  const steps = [begin, ...statements, "COMMIT"].map((sql, index) => ({
    stmt: { sql },
    ...(index > 0 && { condition: { type: "ok", step: index - 1 } }),
  }));
  const rollback = {
    stmt: { sql: "ROLLBACK" },
    condition: { type: "not", cond: { type: "ok", step: steps.length - 1 } },
  };
  return { requests: [{ type: "batch", batch: { steps: [...steps, rollback] } }, { type: "close" }] };
}

export const loadSchema = [
  "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer INTEGER, note TEXT)",
  "CREATE INDEX orders_customer ON orders (customer)",
  "CREATE TABLE stock (sold INTEGER)",
  "INSERT INTO stock VALUES (0)",
];

/** Far longer than the remaining answers should take when the load ends. */
const PATIENCE_MS = 30_000;

export type LoadOptions = { database: Address; clients: number; seconds: number };

/**
 * Writes and reads with `clients` clients, each one request after the other. Returns the number of committed writes and
 * the faults: answers that are not results, or that came long after the load ended.
 */
export async function load({ database, clients, seconds }: LoadOptions): Promise<{ writes: number; faults: string[] }> {
  const signal = AbortSignal.timeout(seconds * 1_000 + PATIENCE_MS);
  const faults: string[] = [];
  let writes = 0;
  let turn = 0;
  const endAt = performance.now() + seconds * 1_000;
  const client = async (): Promise<void> => {
    while (performance.now() < endAt && faults.length === 0) {
      turn += 1;
      const isWrite = turn % 4 !== 0;
      const fault = await send(database, isWrite ? write(turn) : read(turn), signal);
      if (fault !== undefined) faults.push(fault);
      else if (isWrite) writes += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { writes, faults };
}

/** Sends a pipeline. Returns the fault of its answer, if any. */
async function send({ url, authToken }: Address, pipeline: Pipeline, signal: AbortSignal): Promise<string | undefined> {
  try {
    const response = await fetch(`${url}/v2/pipeline`, {
      method: "POST",
      headers: { authorization: `Bearer ${authToken}` },
      body: JSON.stringify(pipeline),
      signal,
    });
    const text = await response.text();
    return response.ok && !text.includes('"message"') ? undefined : `HTTP ${response.status}: ${text.slice(0, 500)}`;
  } catch (error) {
    return String(error);
  }
}
