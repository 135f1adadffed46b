import { type DueMessage, type FailedAttempt, type SentMessage, finishMessages, takeDueMessages } from "@till/db";
import { nextMessageAttemptAt, renderMessage } from "@till/domain";
import { ChannelNotConfigured } from "../channels/channel.ts";
import type { WorkContext } from "../context.ts";
import { log } from "../log.ts";

/**
 * Sends messages that are due: those of one command after its response, or whatever is due when a sweep comes by. Each
 * goes on its own. One that fails is tried again, with growing pauses, until it is given up; one whose sender died is
 * due again once its lease has run out, so it may be sent twice, and is never lost. Two requests to the database.
 * Answers how many were due.
 */
export async function deliverMessages(ctx: WorkContext, ids?: readonly number[]): Promise<number> {
  const { db, now } = ctx;
  const taker = ctx.newCommandId();
  const due = await takeDueMessages(db, { taker, now, ids, chaos: ctx.config.SANDBOX });
  const finished = await Promise.all(due.map((message) => deliver(ctx, message)));
  if (finished.length > 0) await finishMessages(db, taker, finished, now);
  return due.length;
}

async function deliver(ctx: WorkContext, message: DueMessage): Promise<SentMessage | FailedAttempt> {
  const { id, attempts, channel } = message;
  try {
    failOnPurpose(ctx, message);
    const wording = renderMessage(message);
    await ctx.channels[channel]({ ...message, ...wording }, ctx);
    return { id, ...wording };
  } catch (error) {
    const nextAttemptAt = error instanceof ChannelNotConfigured ? null : nextMessageAttemptAt(attempts, ctx.now);
    log.error("A message could not be sent.", { messageId: id, attempts, nextAttemptAt, error });
    return { id, error: error instanceof Error ? error.message : String(error), nextAttemptAt };
  }
}

/** The sandbox's chaos: a team that wants to see its messages retried can have them fail. */
function failOnPurpose(ctx: WorkContext, { failsOnPurpose, failPercent }: DueMessage): void {
  if (failsOnPurpose || ctx.random() * 100 < failPercent) throw new Error("The sandbox was told to fail this message.");
}
