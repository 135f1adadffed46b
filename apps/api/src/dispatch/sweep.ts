import { expireOrders } from "@till/db";
import type { WorkContext } from "../context.ts";
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
  await untilNothingIsLeft(() => settlePayments(ctx));
  await untilNothingIsLeft(() => expireOrders(ctx.db, ctx.now));
  await untilNothingIsLeft(() => tellOfRefunds(ctx));
  await untilNothingIsLeft(() => deliverMessages(ctx.db, ctx.now));
  // The last: it waits for other people's servers.
  await deliverWebhooks(ctx);
}

async function untilNothingIsLeft(doPiece: () => Promise<number>): Promise<void> {
  for (let piece = 0; piece < maxPieces; piece += 1) if ((await doPiece()) === 0) return;
}
