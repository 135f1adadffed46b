import { limits } from "@till/contracts";
import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { constant } from "../schema/columns.ts";
import { faultActs, orderEvents } from "../schema/schema.ts";
import { rawStatement } from "../statements/statement.ts";
import type { ActingFault, Call } from "./count-calls.ts";

/** A call, and the order that it is about; null if it is about none, or does not tell. */
export interface CallAboutOrder extends Call {
  readonly orderId: number | null;
}

/** A fault that acts, and until when it holds its answer at the latest, by the real time; null if it holds none. */
export interface NotedFault extends ActingFault {
  readonly heldUntil: string | null;
}

interface NewActs {
  /** JSON: an array of `NotedFault`. */
  readonly faults: string;
  /** JSON: an array of `CallAboutOrder`. */
  readonly calls: string;
  readonly at: string;
}

// A fault acts on the whole answer, and so on each call of a batch.
const insert = rawStatement<never, NewActs>(
  ({ faults, calls, at }) => sql`INSERT INTO ${faultActs}
    (fault_id, call_id, fault, procedure, order_id, status, delay_ms, at, after_event, held_until)
    SELECT fault.value ->> 'id', call.value ->> 'id', fault.value ->> 'fault', call.value ->> 'procedure',
      call.value ->> 'orderId', fault.value ->> 'status', fault.value ->> 'delayMs', ${at},
      (SELECT coalesce(max(id), 0) FROM ${orderEvents}), fault.value ->> 'heldUntil'
    FROM json_each(${faults}) AS fault JOIN json_each(${calls}) AS call WHERE TRUE
    ORDER BY fault.key, call.key ON CONFLICT DO NOTHING`,
);

const forgetOldest = rawStatement<never>(
  () => sql`DELETE FROM ${faultActs}
    WHERE number <= (SELECT max(number) FROM ${faultActs}) - ${constant(limits.sandboxMemory)}`,
);

/**
 * Notes that faults act on the calls of a request. What they hold is held from now on. The till remembers the latest acts
 * only. One HTTP request, harmless to repeat.
 */
export async function noteActs(
  db: Database,
  { faults, calls, at }: { faults: readonly NotedFault[]; calls: readonly CallAboutOrder[]; at: string },
): Promise<void> {
  await db.batch([insert({ faults: JSON.stringify(faults), calls: JSON.stringify(calls), at }), forgetOldest({})]);
}
