import type { Database } from "@till/db";
import { deliverMessages } from "./deliver-messages.ts";

/** How many times one sweep looks for more, so that it ends. */
const maxRounds = 100;

/** What the cron trigger does: sends the messages that were due and did not go out after their response. */
export async function sweep(db: Database, now: string): Promise<void> {
  for (let round = 0; round < maxRounds; round += 1) {
    if ((await deliverMessages(db, now)) === 0) return;
  }
}
