import { expireOrders } from "@till/db";
import type { Work } from "../../work/work.ts";

/** How many pieces of orders a sweep cancels at most, so that it ends. The next sweep continues. */
const maxPieces = 100;

/** Cancels orders that were not paid in time, the oldest first. No row is taken: one batch does a whole piece. */
export async function expire({ db, clock }: Work): Promise<void> {
  for (let piece = 0; piece < maxPieces; piece += 1) if ((await expireOrders(db, clock().toISOString())) === 0) return;
}
