import type { Progress } from "../progress.ts";
import { type Call, calls } from "../results.ts";
import { type BareWorkers, startBareWorkers } from "./bare-workers.ts";
import { type BuiltWorker, buildTill } from "./built-worker.ts";
import { type BenchDatabase, customerIds, startDatabase } from "./database.ts";
import { openDatabaseWay } from "./database-way.ts";
import { type LoadGenerator, startLoadGenerator } from "./load.ts";
import { type PayableOrders, makePayableOrders } from "./payable-orders.ts";
import { makeScratchDir } from "./scratch-dir.ts";
import type { Template } from "./template.ts";
import { recordTemplate, signIn } from "./till-calls.ts";
import { startTillWorker } from "./till-worker.ts";

/** Shared by all cases. Closing it removes everything. */
export interface Bench {
  readonly progress: Progress;
  readonly scratchDir: string;
  /** A stack for what one case starts. It is disposed with the case, or with the bench if that ends first. */
  scope(): AsyncDisposableStack;
  /** The Worker. It is built once. */
  built(): Promise<BuiltWorker>;
  /** The process that sends requests. It is started once. */
  load(): LoadGenerator;
  close(): Promise<void>;
}

export async function openBench(progress: Progress): Promise<Bench> {
  const stack = new AsyncDisposableStack();
  const { path: scratchDir, remove } = await makeScratchDir("till-bench-");
  stack.defer(remove);
  let built: Promise<BuiltWorker> | undefined;
  let load: LoadGenerator | undefined;
  return {
    progress,
    scratchDir,
    scope() {
      const scope = new AsyncDisposableStack();
      stack.defer(() => scope.disposeAsync());
      return scope;
    },
    built() {
      if (built) return built;
      progress.step("building the Worker");
      built = buildTill(scratchDir);
      return built;
    },
    load() {
      if (load) return load;
      load = startLoadGenerator();
      stack.defer(load.stop);
      return load;
    },
    close: () => stack.disposeAsync(),
  };
}

/** The customer who makes every call. */
export const customerId = customerIds[0] as string;

/** A Till and the Workers to compare it with, on the same database. */
export interface Rig {
  readonly database: BenchDatabase;
  readonly url: string;
  readonly token: string;
  readonly bare: BareWorkers;
  readonly templates: Readonly<Record<Call, Template>>;
  readonly orders: PayableOrders;
  /** The last errors in the log of Till's Worker. */
  readonly errors: () => readonly string[];
}

/** Starts Till and the bare Workers on their own database, and records the SQL for the floor. */
export async function openRig(bench: Bench, stack: AsyncDisposableStack, name: string): Promise<Rig> {
  const built = await bench.built();
  bench.progress.step("starting the database and the Workers");
  const database = await startDatabase(bench.scratchDir, name);
  stack.defer(database.stop);
  const orders = await makePayableOrders(database, customerId);
  const templates = await recordAll(bench, database, orders);
  const bare = await startBareWorkers(built, database, templates);
  stack.defer(bare.stop);
  const till = await startTillWorker(built, database);
  stack.defer(till.stop);
  return {
    database,
    url: till.url,
    token: await signIn(till.url, customerId),
    bare,
    templates,
    orders,
    errors: till.errors,
  };
}

/** Records on a Till behind a proxy to the database. The measured Workers have no proxy. */
export async function recordAll(
  bench: Bench,
  database: BenchDatabase,
  orders: PayableOrders,
): Promise<Rig["templates"]> {
  const built = await bench.built();
  await using stack = bench.scope();
  const way = await openDatabaseWay(database);
  stack.defer(way.stop);
  const till = await startTillWorker(built, way);
  stack.defer(till.stop);
  const token = await signIn(till.url, customerId);
  const templates: Partial<Record<Call, Template>> = {};
  for (const call of calls) {
    const { first } = await orders.take(2);
    templates[call] = await recordTemplate({ url: till.url, token, way }, call, [first, first + 1]);
    await database.settle(true);
  }
  return templates as Record<Call, Template>;
}
