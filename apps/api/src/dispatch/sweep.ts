import { expireOrders } from "@till/db";
import type { WorkContext } from "../context.ts";
import { log } from "../log.ts";
import { deliverMessages } from "./deliver-messages.ts";
import { deliverWebhooks } from "./deliver-webhooks.ts";
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
    "settle payments": () => untilNothingIsLeft(() => settlePayments(ctx)),
    "expire orders": () => untilNothingIsLeft(() => expireOrders(ctx.db, ctx.now)),
    "tell of refunds": () => untilNothingIsLeft(() => tellOfRefunds(ctx)),
    "deliver messages": () => untilNothingIsLeft(() => deliverMessages(ctx)),
    // The last: it waits for other people's servers. It has a limit of its own.
    "deliver webhooks": () => deliverWebhooks(ctx),
  };
  const faults: unknown[] = [];
  for (const [work, doAll] of Object.entries(kinds)) {
    // A fault in one kind of work must not keep the others from being done.
    try {
      await doAll();
    } catch (error) {
      log.error("A sweep could not finish one kind of its work.", { work, error });
      faults.push(error);
    }
  }
  if (faults.length > 0) throw new AggregateError(faults, "A sweep could not finish.");
}

async function untilNothingIsLeft(doPiece: () => Promise<number>): Promise<void> {
  for (let piece = 0; piece < maxPieces; piece += 1) if ((await doPiece()) === 0) return;
}
