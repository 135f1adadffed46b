import { createClient } from "@libsql/client/http";
import { deleteNamespace, forkNamespace } from "@till/libsql-local";
import type { Run, TillsResult } from "../results.ts";
import { type BenchDatabase, startDatabase } from "../rig/database.ts";
import type { Requests } from "../rig/requests.ts";
import type { Bench } from "../rig/rig.ts";

export interface TillsSettings {
  readonly rounds: number;
  readonly seconds: number;
}

const counts = [1, 8] as const;
const connections = 16;

/** Measures small writes to one till and to several, by turns, and how long it takes to fork a till. */
export async function measureTills(bench: Bench, { rounds, seconds }: TillsSettings): Promise<TillsResult> {
  await using stack = bench.scope();
  const database = await startDatabase(bench.scratchDir, "tills");
  stack.defer(database.stop);
  const names = Array.from({ length: Math.max(...counts) }, (_, n) => `t${n}`);
  for (const name of names) await forkNamespace(database, "default", name);
  const runs = counts.map((count) => ({ count, runs: [] as Run[] }));
  const [forkMs, writeMs]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    for (const { count, runs: found } of runs) {
      bench.progress.step(`tills: ${count}, round ${round + 1} of ${rounds}`);
      const before = await ordersIn(database, names);
      const run = await bench.load().run({ ...writesTo(database, count), connections, durationMs: seconds * 1000 });
      const rowsAdded = (await ordersIn(database, names)) - before;
      if (rowsAdded < run.answers)
        throw new Error(`${count} tills: ${run.answers} answers and only ${rowsAdded} rows.`);
      found.push({ ...run, rowsAdded });
    }
    forkMs.push(await millisecondsOf(() => forkNamespace(database, "default", "fork")));
    await deleteNamespace(database, "fork");
    writeMs.push(
      await millisecondsOf(() => database.client.batch(["UPDATE lean_products SET stock = stock"], "write")),
    );
  }
  return { connections, runs, forkMs, writeMs };
}

/** Small writes to the tills `t0`, `t1` and so on, one after the other. The number of the till stands for the order. */
function writesTo({ url, authToken }: BenchDatabase, tills: number): Requests {
  const sql = [
    "BEGIN IMMEDIATE",
    `INSERT INTO lean_orders (command_id, user_id, status, total, created_at) VALUES ('{key}', 'somebody', 'PENDING', 1, '2026')`,
    "UPDATE lean_products SET stock = stock - 1 WHERE id = 1",
    "COMMIT",
    "SELECT 'stored'",
  ];
  const steps = sql.map((text, index) => ({
    stmt: { sql: text },
    ...(index > 0 && { condition: { type: "ok", step: index - 1 } }),
  }));
  return {
    url,
    method: "POST",
    path: "/t{orderId}/v2/pipeline",
    headers: { "content-type": "application/json", authorization: `Bearer ${authToken}` },
    body: JSON.stringify({ requests: [{ type: "batch", batch: { steps } }, { type: "close" }] }),
    expected: '"value":"stored"',
    orders: { first: 0, step: 1, count: tills, serves: "again" },
  };
}

async function ordersIn({ url, authToken }: BenchDatabase, names: readonly string[]): Promise<number> {
  let sum = 0;
  for (const name of names) {
    const client = createClient({ url: `${url}/${name}/`, authToken });
    sum += Number((await client.execute("SELECT count(*) FROM lean_orders")).rows[0]?.[0]);
    client.close();
  }
  return sum;
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await work();
  return performance.now() - since;
}
