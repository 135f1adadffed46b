import { type Call, type TillState, askDatabase, readTillState } from "@till/db";
import { type Result, ok, realClock, refused } from "@till/domain";
import { refusalOfDatabase } from "../refusals/refusal-of-database.ts";
import type { Work } from "../work/work.ts";

/** The state of a till before these calls, which are counted. Refused if there is no such till. */
export async function stateOfTill({ config, db, till }: Work, calls: readonly Call[]): Promise<Result<TillState>> {
  try {
    if (config.SANDBOX) return ok(await readTillState(db, calls));
    await askDatabase(db);
    return ok({ clock: realClock, faults: [] });
  } catch (error) {
    const refusal = refusalOfDatabase(error, till);
    if (refusal === null) throw error;
    return refused(refusal);
  }
}
