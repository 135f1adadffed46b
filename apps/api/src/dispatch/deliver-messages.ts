import type { Channel } from "@till/contracts";
import {
  type DueMessage,
  type FailedAttempt,
  type SentMessage,
  markFailed,
  markSent,
  takeChannelFault,
  takeDueMessages,
} from "@till/db";
import { nextMessageAttemptAt, renderMessage } from "@till/domain";
import type { WorkContext } from "../context.ts";
import { log } from "../log.ts";

/**
 * Sends messages that are due: those of one command after its response, or whatever is due when a sweep comes by. Each
 * goes on its own. One that fails is tried again, with growing pauses, until it is given up; one whose sender died is
 * due again once its lease has run out. Answers how many were due.
 */
export async function deliverMessages(ctx: WorkContext, ids?: readonly number[]): Promise<number> {
  const { db, now } = ctx;
  const due = await takeDueMessages(db, { taker: ctx.newCommandId(), now, ids });
  const outcomes = await Promise.all(due.map((message) => deliver(ctx, message)));
  const sent = outcomes.flatMap((outcome) => ("text" in outcome ? [outcome] : []));
  const failed = outcomes.flatMap((outcome) => ("error" in outcome ? [outcome] : []));
  if (sent.length > 0) await markSent(db, sent, now);
  if (failed.length > 0) await markFailed(db, failed, now);
  return due.length;
}

async function deliver(ctx: WorkContext, message: DueMessage): Promise<SentMessage | FailedAttempt> {
  const { id, attempts, channel } = message;
  try {
    await failOnPurpose(ctx, channel);
    const wording = renderMessage(message);
    await ctx.channels[channel]({ ...message, ...wording }, ctx);
    return { id, ...wording };
  } catch (error) {
    const nextAttemptAt = nextMessageAttemptAt(attempts, ctx.now);
    log.error("A message could not be sent.", { messageId: id, attempts, nextAttemptAt, error });
    return { id, error: error instanceof Error ? error.message : String(error), nextAttemptAt };
  }
}

/** The sandbox's chaos: a team that wants to see its messages retried can have them fail. */
async function failOnPurpose(ctx: WorkContext, channel: Channel): Promise<void> {
  if (ctx.config.SANDBOX && (await takeChannelFault(ctx.db, channel, ctx.random())))
    throw new Error("The sandbox was told to fail this message.");
}
