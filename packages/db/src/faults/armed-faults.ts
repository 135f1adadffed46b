import { type ArmFaultInput, type ArmedFault, faultDelaysMs, isDelaying, limits } from "@till/contracts";
import { type Result, ok, refuse, refused } from "@till/domain";
import { asc, eq, getTableColumns, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { constant } from "../schema/columns.ts";
import { armedFaults, faultActs } from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import { type Given, build, statement } from "../statements/statement.ts";

const defaultStatus = 503;

interface NewFault {
  readonly id: string;
  readonly procedure: string;
  readonly fault: string;
  readonly nth: number;
  readonly times: number;
  readonly status: number | null;
  readonly delayMs: number | null;
  readonly armedAt: string;
}

const insert = statement(({ id, procedure, fault, nth, times, status, delayMs, armedAt }: Given<NewFault>) =>
  insertFrom(
    armedFaults,
    { id, procedure, fault, nth, times, status, delayMs, armedAt },
    sql`WHERE (SELECT count(*) FROM ${armedFaults}) < ${constant(limits.armedFaults)} ON CONFLICT DO NOTHING`,
  ),
);

/** A fault, and how many answers it holds. A request counts once, however many calls it has. */
const selectFaults = ({ realNow }: Given<{ realNow: string }>) =>
  build
    .select({
      ...getTableColumns(armedFaults),
      held: sql<number>`(SELECT count(DISTINCT substr(call_id, 1, instr(call_id, '/'))) FROM ${faultActs}
        WHERE fault_id = ${armedFaults.id} AND held_until > ${realNow})`,
    })
    .from(armedFaults);

const selectAll = statement((given: Given<{ realNow: string }>) =>
  selectFaults(given).orderBy(asc(armedFaults.number)),
);

const selectOne = statement((given: Given<{ id: string; realNow: string }>) =>
  selectFaults(given).where(sql`${armedFaults.id} = ${given.id}`),
);

const removeOne = statement(({ id }: Given<{ id: string }>) => build.delete(armedFaults).where(eq(armedFaults.id, id)));
const removeAll = statement(() => build.delete(armedFaults));

/** A fault as callers see it. A call of a batch that came after it was done may be counted too. */
function toArmedFault({
  number: _number,
  counted,
  ...fault
}: typeof armedFaults.$inferSelect & Pick<ArmedFault, "held">): ArmedFault {
  const calls = JSON.parse(counted) as string[];
  const acted = calls.slice(fault.nth - 1, fault.nth - 1 + fault.times);
  const requestIds = [...new Set(acted.map((call) => call.slice(0, call.indexOf("/"))))];
  return { ...fault, calls: calls.length, fired: acted.length, requestIds };
}

/** Arms a fault, unless there are as many as there may be. One HTTP request, harmless to repeat. */
export async function armFault(
  db: Database,
  { status, delayMs, ...input }: ArmFaultInput,
  { id, now, realNow }: { id: string; now: string; realNow: string },
): Promise<Result<ArmedFault>> {
  const { fault } = input;
  const values = {
    ...input,
    id,
    status: fault === "status" ? (status ?? defaultStatus) : null,
    delayMs: isDelaying(fault) ? (delayMs ?? faultDelaysMs[fault]) : null,
    armedAt: now,
  };
  const [, [armed]] = await db.batch([insert(values), selectOne({ id, realNow })]);
  return armed ? ok(toArmedFault(armed)) : refused(refuse.tooManyFaults());
}

/** The faults of a till at a real time, in the order in which they were armed. One HTTP request. */
export const listFaults = async (db: Database, realNow: string): Promise<ArmedFault[]> =>
  (await db.run(selectAll({ realNow }))).map(toArmedFault);

/**
 * Takes one fault away, or all of them, and answers those that are left. The answers that they hold go out. One HTTP
 * request, harmless to repeat.
 */
export async function clearFaults(
  db: Database,
  { id, realNow }: { id: string | undefined; realNow: string },
): Promise<ArmedFault[]> {
  const [, left] = await db.batch([id === undefined ? removeAll({}) : removeOne({ id }), selectAll({ realNow })]);
  return left.map(toArmedFault);
}
