import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { armedFaults, faultActs } from "../schema/schema.ts";
import { rawStatement } from "../statements/statement.ts";

/** An answer that a fault holds: that of the request with this call. */
export interface HeldAnswer {
  readonly faultId: string;
  readonly callId: string;
}

// The fault may be cleared meanwhile, and a reset takes both away.
const selectHeld = rawStatement<{ held: number }, HeldAnswer & { realNow: string }>(
  ({ faultId, callId, realNow }) => sql`SELECT count(*) AS held
    FROM ${faultActs} AS act JOIN ${armedFaults} AS armed ON armed.id = act.fault_id
    WHERE act.fault_id = ${faultId} AND act.call_id = ${callId} AND act.held_until > ${realNow} AND NOT act.is_released`,
);

const endHold = rawStatement<never, { faultId: string; callIds: string; wentAt: string | null }>(
  ({ faultId, callIds, wentAt }) => sql`UPDATE ${faultActs} SET held_until = NULL, went_at = ${wentAt}
    WHERE fault_id = ${faultId} AND held_until IS NOT NULL AND call_id IN (SELECT value FROM json_each(${callIds}))`,
);

/** Whether an answer has to wait on. One HTTP request, which only reads. */
export async function isHeld(db: Database, answer: HeldAnswer, realNow: string): Promise<boolean> {
  const [row] = await db.run(selectHeld({ ...answer, realNow }));
  return row !== undefined && row.held > 0;
}

/**
 * Notes that the answer to these calls is not held any more: when it goes out, or null if its caller has gone away. One HTTP
 * request, harmless to repeat.
 */
export async function noteHoldEnded(
  db: Database,
  { faultId, callIds, wentAt }: { faultId: string; callIds: readonly string[]; wentAt: string | null },
): Promise<void> {
  await db.run(endHold({ faultId, callIds: JSON.stringify(callIds), wentAt }));
}

interface Leaving {
  /** How many answers are to go out and have not. */
  readonly leaving: number;
  /** When the last one went out. */
  readonly wentAt: string | null;
}

const release = rawStatement<never, { faultId: string; realNow: string }>(
  ({ faultId, realNow }) => sql`UPDATE ${faultActs} SET is_released = TRUE
    WHERE fault_id = ${faultId} AND held_until > ${realNow}`,
);

const selectLeaving = rawStatement<Leaving, { faultId: string }>(
  ({ faultId }) => sql`SELECT count(held_until) AS leaving, max(went_at) AS wentAt FROM ${faultActs}
    WHERE fault_id = ${faultId} AND is_released`,
);

const giveUp = rawStatement<never, { faultId: string }>(
  ({ faultId }) => sql`UPDATE ${faultActs} SET held_until = NULL
    WHERE fault_id = ${faultId} AND is_released AND held_until IS NOT NULL`,
);

const nothingLeaves: Leaving = { leaving: 0, wentAt: null };

/** Releases the answers that a fault holds, and says how many there are. One HTTP request, harmless to repeat. */
export async function releaseHeld(db: Database, faultId: string, realNow: string): Promise<number> {
  const [, [row = nothingLeaves]] = await db.batch([release({ faultId, realNow }), selectLeaving({ faultId })]);
  return row.leaving;
}

/** How the released answers of a fault stand. One HTTP request, which only reads. */
export async function readLeaving(db: Database, faultId: string): Promise<Leaving> {
  const [row = nothingLeaves] = await db.run(selectLeaving({ faultId }));
  return row;
}

/** Forgets the released answers of a fault that do not go out, because nobody waits for them. One HTTP request. */
export async function giveUpLeaving(db: Database, faultId: string): Promise<void> {
  await db.run(giveUp({ faultId }));
}

/** A fork has no requests of its source. */
export const forgetHeld = rawStatement<never>(
  () => sql`UPDATE ${faultActs} SET held_until = NULL WHERE held_until IS NOT NULL`,
);
