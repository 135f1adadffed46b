import { type Database, expireOrders } from "@till/db";
import { deliverMessages } from "./deliver-messages.ts";

/** How many pieces of one kind of work a sweep does at most, so that it ends. The next one goes on. */
const maxPieces = 100;

/** What the cron trigger does: cancels orders that were not paid in time, then sends the messages that are due. */
export async function sweep(db: Database, now: string): Promise<void> {
  await untilNothingIsLeft(() => expireOrders(db, now));
  await untilNothingIsLeft(() => deliverMessages(db, now));
}

async function untilNothingIsLeft(doPiece: () => Promise<number>): Promise<void> {
  for (let piece = 0; piece < maxPieces; piece += 1) if ((await doPiece()) === 0) return;
}
