import { expireOrders } from "@till/db";
import type { WorkContext } from "../context.ts";
import { log } from "../log.ts";
import { deliverMessages } from "./deliver-messages.ts";
import { settlePayments } from "./settle-payments.ts";
import { tellOfRefunds } from "./tell-of-refunds.ts";

/** How many pieces of one kind of work a sweep does at most, so that it ends. The next one goes on. */
const maxPieces = 100;

/**
 * What the cron trigger does: settles attempts, cancels orders that were not paid in time, and sends what is due. It is
 * the net under everything that is done after a response or by the queue.
 */
export async function sweep(ctx: WorkContext): Promise<void> {
  const kinds = {
    "settle payments": () => settlePayments(ctx),
    "expire orders": () => expireOrders(ctx.db, ctx.now),
    "tell of refunds": () => tellOfRefunds(ctx),
    "deliver messages": () => deliverMessages(ctx),
  };
  const faults: unknown[] = [];
  for (const [work, doPiece] of Object.entries(kinds)) {
    // A fault in one kind of work must not keep the others from being done.
    await untilNothingIsLeft(doPiece).catch((error: unknown) => {
      log.error("A sweep could not finish one kind of its work.", { work, error });
      faults.push(error);
    });
  }
  if (faults.length > 0) throw new AggregateError(faults, "A sweep could not finish.");
}

async function untilNothingIsLeft(doPiece: () => Promise<number>): Promise<void> {
  for (let piece = 0; piece < maxPieces; piece += 1) if ((await doPiece()) === 0) return;
}
