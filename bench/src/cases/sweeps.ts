import { generateOrders } from "../orders/generate-orders.ts";
import type { SweepResult } from "../results.ts";
import { startDatabase } from "../rig/database.ts";
import { openDatabaseWay } from "../rig/database-way.ts";
import { type Bench, customerId } from "../rig/rig.ts";
import { startTillWorker } from "../rig/till-worker.ts";

export interface SweepSettings {
  /** The number of due messages: two for each order. */
  readonly messages: number;
  /** When to give up, in seconds. Unsent messages are then reported as left. */
  readonly limitSeconds: number;
}

const minuteMs = 60_000;
const maxSweeps = 10_000;

/** Fires the cron trigger of the built Worker until no message is due. */
export async function measureSweeps(bench: Bench, { messages, limitSeconds }: SweepSettings): Promise<SweepResult> {
  await using stack = bench.scope();
  const database = await startDatabase(bench.scratchDir, "sweeps");
  stack.defer(database.stop);
  const before = Date.now() - 10 * minuteMs;
  await generateOrders(database.client, {
    firstId: 1,
    count: Math.ceil(messages / 2),
    kind: "untold",
    customerIds: [customerId],
    from: before,
    until: before + minuteMs,
    onProgress: (done) => bench.progress.share(`generating ${messages.toLocaleString("en")} messages`, done),
  });
  const way = await openDatabaseWay(database);
  stack.defer(way.stop);
  const till = await startTillWorker(await bench.built(), way);
  stack.defer(till.stop);
  const due = async () =>
    Number((await database.client.execute("SELECT count(*) FROM notifications WHERE sent_at IS NULL")).rows[0]?.[0]);
  const all = await due();
  let [left, sweeps, milliseconds] = [all, 0, 0];
  const requestsBefore = way.requests();
  while (left > 0 && milliseconds < limitSeconds * 1000 && sweeps < maxSweeps) {
    bench.progress.share("sweeping", (all - left) / all);
    const since = performance.now();
    await till.sweep(new Date());
    milliseconds += performance.now() - since;
    sweeps += 1;
    const found = await due();
    if (found === left)
      throw new Error(`A sweep sent none of ${left} messages: ${till.errors().at(-1) ?? "no error logged"}`);
    left = found;
  }
  return {
    messages: all,
    sent: all - left,
    left,
    sweeps,
    seconds: milliseconds / 1000,
    databaseRequests: way.requests() - requestsBefore,
  };
}
