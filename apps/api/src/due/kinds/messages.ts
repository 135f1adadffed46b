import {
  type DueMessage,
  type FinishedMessage,
  finishMessages,
  messageLeaseMs,
  messagePieceSize,
  takeDueMessages,
} from "@till/db";
import { nextMessageAttemptAt, renderMessage } from "@till/domain";
import { ChannelNotConfigured } from "../../channels/channel.ts";
import { log } from "../../log.ts";
import type { Work } from "../../work/work.ts";
import type { Kind } from "../kind.ts";
import { inTime, sentenceOf } from "../time-limit.ts";

/** How long a channel may take for one message, in milliseconds. */
const channelTimeoutMs = 15_000;

/**
 * Messages to customers. A failed message is retried with growing pauses, until the last attempt. If a sender dies, its
 * message may be sent twice, but is never lost. Two requests to the database for a piece.
 */
export const messages: Kind<DueMessage, FinishedMessage> = {
  pieceSize: messagePieceSize,
  leaseMs: messageLeaseMs,
  itemMs: channelTimeoutMs,
  atOnce: 5,
  perRun: 100 * messagePieceSize,
  waitsForOthers: () => false,
  take: ({ db, config }, taker, { ids }) =>
    takeDueMessages(db, taker, { ids: ids as readonly number[] | undefined, chaos: config.SANDBOX }),
  attempt: send,
  isUnanswered: () => false,
  record: ({ db }, { taker, made, givenBack, now }) =>
    finishMessages(db, taker, {
      finished: made.map(({ outcome }) => outcome),
      givenBack: givenBack.map(({ id }) => id),
      now,
    }),
};

async function send(work: Work, message: DueMessage): Promise<FinishedMessage> {
  const { id, attempts, channel } = message;
  try {
    failOnPurpose(work, message);
    const wording = renderMessage(message, work.shop);
    await inTime(channelTimeoutMs, () =>
      work.channels[channel](
        { ...message, ...wording },
        { isSandbox: work.config.SANDBOX, from: work.config.EMAIL_FROM ?? null },
      ),
    );
    return { id, ...wording, error: null, nextAttemptAt: null };
  } catch (error) {
    const isFinal = error instanceof ChannelNotConfigured;
    const nextAttemptAt = isFinal ? null : nextMessageAttemptAt(attempts, work.clock().toISOString());
    log.error("A message could not be sent.", { messageId: id, attempts, nextAttemptAt, error });
    return { id, subject: null, text: null, html: null, error: sentenceOf(error), nextAttemptAt };
  }
}

/** Makes messages fail in the sandbox, so that a team can see the retries. */
function failOnPurpose(work: Work, { failsOnPurpose, failPercent }: DueMessage): void {
  if (failsOnPurpose || work.random() * 100 < failPercent)
    throw new Error("The sandbox was told to fail this message.");
}
