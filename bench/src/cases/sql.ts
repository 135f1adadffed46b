import { copyFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { generateOrders } from "../orders/generate-orders.ts";
import type { SqlResult } from "../results.ts";
import { type SqlStatement, readPipeline } from "../rig/pipeline.ts";
import { startDatabase } from "../rig/database.ts";
import { makePayableOrders } from "../rig/payable-orders.ts";
import { type Bench, customerId, recordAll } from "../rig/rig.ts";
import { type Template, fillTemplate } from "../rig/template.ts";
import { newId } from "../bare/new-id.ts";
import { median } from "../statistics.ts";

/** The number of orders in the database: enough to need its indexes. */
const orderCount = 10_000;
const warmUps = 20;

/** Measures only the SQL of a create and a pay: in SQLite, on a copy of the database, rolled back each time. */
export async function measureSql(bench: Bench, { sqlRepeats }: { readonly sqlRepeats: number }): Promise<SqlResult[]> {
  const { copy, templates, orderId } = await recordedDatabase(bench);
  const database = new DatabaseSync(copy);
  try {
    return (["create", "pay"] as const).map((call) => {
      bench.progress.step(`${call}: its SQL alone in SQLite`);
      const { sqlBytes, statements } = readPipeline(fill(templates[call], orderId));
      const times = Array.from({ length: warmUps + sqlRepeats }, () =>
        runAlone(database, readPipeline(fill(templates[call], orderId)).statements),
      ).slice(warmUps);
      return {
        call,
        statements: statements.length,
        sqlBytes,
        prepareMs: median(times.map(({ prepareMs }) => prepareMs)),
        runMs: median(times.map(({ runMs }) => runMs)),
      };
    });
  } finally {
    database.close();
  }
}

async function recordedDatabase(bench: Bench) {
  const database = await startDatabase(bench.scratchDir, "sql");
  await using stack = bench.scope();
  stack.defer(database.stop);
  const now = Date.now();
  await generateOrders(database.client, {
    firstId: 1,
    count: orderCount,
    kind: "history",
    customerIds: [customerId],
    from: now - 1e9,
    until: now,
  });
  const orders = await makePayableOrders(database, customerId);
  const templates = await recordAll(bench, database, orders);
  const { first: orderId } = await orders.take(1);
  await database.stop();
  const copy = join(bench.scratchDir, "alone.db");
  const file = await database.file();
  for (const part of ["", "-wal"]) if (existsSync(file + part)) await copyFile(file + part, copy + part);
  return { copy, templates, orderId };
}

function fill(template: Template, orderId: number): string {
  const [now, id] = [Date.now(), newId()];
  return fillTemplate(template, (hole) => {
    switch (hole.fill) {
      case "id":
        return id.slice(String(hole.index).length) + hole.index;
      case "time":
        return new Date(now + hole.offsetMs).toISOString();
      case "orderId":
        return String(orderId);
      case "key":
        return crypto.randomUUID();
    }
  });
}

function runAlone(database: DatabaseSync, statements: readonly SqlStatement[]) {
  const changes = () => Number(database.prepare("SELECT total_changes() AS changes").get()?.["changes"]);
  const before = changes();
  database.exec("BEGIN IMMEDIATE");
  try {
    const start = performance.now();
    const prepared = statements.map(({ sql, ...values }) => ({ statement: database.prepare(sql), ...values }));
    const ready = performance.now();
    for (const { statement, args, named } of prepared) {
      if (named) statement.all(named, ...args);
      else statement.all(...args);
    }
    const done = performance.now();
    if (changes() === before) throw new Error("The recorded SQL changed nothing.");
    return { prepareMs: ready - start, runMs: done - ready };
  } finally {
    database.exec("ROLLBACK");
  }
}
