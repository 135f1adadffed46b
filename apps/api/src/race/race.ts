import type { Race, Racer, RunRaceInput } from "@till/contracts";
import { countPieces, listDemoUsers } from "@till/db";
import { refuse } from "@till/domain";
import { getTRPCErrorFromUnknown } from "@trpc/server";
import type { NewJob } from "../due/jobs.ts";
import { log } from "../log.ts";
import { RefusalError } from "../refusals/refusal-error.ts";
import { refusalOfError } from "../refusals/refusal-of-error.ts";
import { ordersRouter } from "../routers/orders.ts";
import { createCallerFactory } from "../trpc.ts";
import type { Context } from "../work/context.ts";
import { checkInvariants } from "./invariants.ts";

const callerOf = createCallerFactory(ordersRouter);
type Orders = ReturnType<typeof callerOf>;

/** The order of a round, and the attempt to pay it that was made before the race. */
interface Ground {
  readonly orderId: number | null;
  readonly paymentId: string | null;
}

/**
 * Sends commands at the same moment, round by round, as demo people and through the procedures that everybody calls, and
 * checks what must hold afterwards.
 *
 * @throws RefusalError for a person who is no demo person, or if the order of a round is refused.
 */
export async function runRace(ctx: Context, { commands, order, rounds }: RunRaceInput): Promise<Race> {
  const jobs: NewJob[] = [];
  const orders = await ordersOf(ctx, jobs);
  for (const { as } of [...commands, ...(order ? [order] : [])]) orders(as);
  const before = await countPieces(ctx.db);
  const run: Race["rounds"] = [];
  for (let round = 0; round < rounds; round += 1) {
    const ground = order ? await place(orders(order.as), order) : { orderId: null, paymentId: null };
    const racers: Racer[] = [];
    const runners = commands.flatMap((one, racer) => Array.from({ length: one.times }, () => ({ ...one, racer })));
    await Promise.all(
      runners.map(async ({ racer, command, as, input = {} }) => {
        const known = command === "create" ? {} : withGround(command, ground);
        const ended = await call(orders(as), command, { ...known, ...input });
        racers.push({ racer, command, as, ...ended });
      }),
    );
    run.push({ orderId: ground.orderId, ...countEnds(racers), racers });
  }
  for (const job of merged(jobs)) ctx.enqueue(job);
  const touched = new Set(run.flatMap(({ racers, orderId }) => [orderId, ...racers.map((one) => one.orderId)]));
  const ids = [...touched].filter((id) => id !== null);
  return { rounds: run, invariants: await checkInvariants(ctx.db, ids, before) };
}

/** The procedures of orders, for each demo person. Their calls are those of one race, which was counted. */
async function ordersOf(ctx: Context, jobs: NewJob[]): Promise<(userId: string) => Orders> {
  const people = await listDemoUsers(ctx.db);
  const callers = new Map(
    people.map((user) => {
      const person = { kind: "person", user } as const;
      const asPerson: Context = {
        ...ctx,
        caller: () => Promise.resolve(person),
        knownCaller: () => person,
        callersDb: ctx.db,
        isWithinRate: () => Promise.resolve(true),
        enqueue: (job) => void jobs.push(job),
      };
      return [user.id, callerOf(asPerson)];
    }),
  );
  return (userId) => {
    const orders = callers.get(userId);
    if (orders === undefined) throw new RefusalError(refuse.userNotFound(userId));
    return orders;
  };
}

async function place(
  orders: Orders,
  { as: _as, source, ...input }: NonNullable<RunRaceInput["order"]>,
): Promise<Ground> {
  const { id } = await orders.create(input);
  if (source === undefined) return { orderId: id, paymentId: null };
  const { payment } = await orders.pay({ id, source });
  return { orderId: id, paymentId: payment.id };
}

/** What a command without an order of its own is about. */
const withGround = (command: Racer["command"], { orderId, paymentId }: Ground) => ({
  ...(orderId !== null && { id: orderId }),
  ...(command === "confirm" && { outcome: "COMPLETE", ...(paymentId !== null && { paymentId }) }),
});

type Ended = Pick<Racer, "outcome" | "code" | "message" | "orderId">;

/** Calls a command. The procedure checks the input. */
async function call(orders: Orders, command: Racer["command"], input: Record<string, unknown>): Promise<Ended> {
  const orderId =
    typeof input["id"] === "number" && Number.isSafeInteger(input["id"]) && input["id"] > 0 ? input["id"] : null;
  try {
    const output = await (orders[command] as (given: unknown) => Promise<{ id: number } | { order: { id: number } }>)(
      input,
    );
    return { outcome: "done", code: null, message: null, orderId: "order" in output ? output.order.id : output.id };
  } catch (cause) {
    const error = getTRPCErrorFromUnknown(cause);
    const refusal = refusalOfError(error, `orders.${command}`);
    if (refusal === null) log.error("A command of a race failed.", { command, error });
    const { code = null, message = null } = refusal ?? {};
    return { outcome: refusal ? "refused" : "failed", code, message, orderId };
  }
}

function countEnds(racers: readonly Racer[]) {
  const refused: Record<string, number> = {};
  for (const { code } of racers) if (code !== null) refused[code] = (refused[code] ?? 0) + 1;
  return { done: racers.filter(({ outcome }) => outcome === "done").length, refused };
}

/** The same jobs in few: one of each kind for what is due at once, and one note. */
function merged(jobs: readonly NewJob[]): NewJob[] {
  const rows = jobs.filter((job) => "ids" in job);
  const later = rows.filter(({ dueAt }) => dueAt !== undefined);
  const atOnce = Map.groupBy(
    rows.filter(({ dueAt }) => dueAt === undefined),
    ({ kind }) => kind,
  );
  const notes = jobs.filter(({ kind }) => kind === "note").slice(0, 1);
  return [...[...atOnce].map(([kind, of]) => ({ kind, ids: of.flatMap(({ ids }) => ids) })), ...later, ...notes];
}
