import {
  type DueMessage,
  type FinishedMessage,
  finishMessages,
  messageLeaseMs,
  messagePieceSize,
  takeDueMessages,
} from "@till/db";
import { nextMessageAttemptAt, pages, renderMessage } from "@till/domain";
import { type Channel, channels } from "@till/contracts";
import { hasProvider } from "../../channels/channels-of.ts";
import { MessageRefused, ProviderUnavailable } from "../../channels/channel.ts";
import { log } from "../../log.ts";
import type { Work } from "../../work/work.ts";
import type { Kind } from "../kind.ts";
import { inTime, sentenceOf } from "../time-limit.ts";

/** How long a channel may take for one message, in milliseconds. A provider may be asked twice. */
const channelTimeoutMs = 25_000;

/** The lane of all messages, where sending them waits for nobody. */
const allChannels = "";

/** The result for a message. */
interface Attempted extends FinishedMessage {
  /** Whether the provider can't take messages now, so that the others wait for the next sweep. */
  readonly isUnavailable: boolean;
}

/**
 * Messages to customers. A failed message is retried with growing pauses, until the last attempt. If a sender dies, its
 * message may be sent twice, but is never lost. Two requests to the database for a piece. With a provider each channel is
 * a lane, so that one that is away or asks for time delays no other.
 */
export const messages: Kind<DueMessage, Attempted> = {
  pieceSize: messagePieceSize,
  leaseMs: messageLeaseMs,
  itemMs: channelTimeoutMs,
  atOnce: 5,
  perRun: 100 * messagePieceSize,
  waitsForOthers: ({ config }) => hasProvider(config),
  lanes: async ({ config }) => (hasProvider(config) ? channels : [allChannels]),
  take: ({ db, config }, taker, { ids, lane }) =>
    takeDueMessages(db, taker, {
      ids: ids as readonly number[] | undefined,
      only: lane === allChannels ? undefined : (lane as Channel),
      chaos: config.SANDBOX,
    }),
  attempt: send,
  isUnanswered: ({ isUnavailable }) => isUnavailable,
  record: ({ db }, { taker, made, givenBack, now }) =>
    finishMessages(db, taker, {
      finished: made.map(({ outcome }) => outcome),
      givenBack: givenBack.map(({ id }) => id),
      now,
    }),
};

async function send(work: Work, message: DueMessage): Promise<Attempted> {
  const { id, channel } = message;
  try {
    failOnPurpose(work, message);
    const wording = renderMessage(message, work.shop, receiptUrlOf(work, message));
    const taken = await inTime(channelTimeoutMs, () =>
      work.channels[channel](
        { ...message, ...wording },
        {
          isSandbox: work.config.SANDBOX,
          from: work.config.EMAIL_FROM ?? null,
          shop: work.shop,
          key: keyOf(work, message),
          now: work.clock(),
        },
      ),
    );
    const { provider, providerId } = taken ?? { provider: null, providerId: null };
    return { id, ...wording, provider, providerId, error: null, nextAttemptAt: null, isUnavailable: false };
  } catch (error) {
    return failed(work, message, error);
  }
}

/** What becomes of a message that was not sent. The log gets no text of a provider: it may quote an address. */
function failed(work: Work, { id, attempts }: DueMessage, error: unknown): Attempted {
  const isUnavailable = error instanceof ProviderUnavailable;
  const isRefused = error instanceof MessageRefused;
  const retryAt = isUnavailable ? error.retryAt : null;
  const nextAttemptAt = isRefused ? null : nextMessageAttemptAt(attempts, work.clock().toISOString(), retryAt);
  const facts = isUnavailable || isRefused ? error.facts : null;
  log.error("A message could not be sent.", { messageId: id, attempts, nextAttemptAt, ...(facts ?? { error }) });
  const nothing = { subject: null, text: null, html: null, provider: null, providerId: null };
  return { id, ...nothing, error: sentenceOf(error), nextAttemptAt, isUnavailable };
}

/** Where the receipt is. A sweep of a sandbox may not know where Till is reached. */
const receiptUrlOf = ({ origin, baseUrl }: Work, { paymentId }: DueMessage) =>
  paymentId === null || origin === "" ? null : `${baseUrl}${pages.receipt(paymentId)}`;

/** Numbers begin again in each till and after a reset of the sandbox, so the time of writing is a part of the name. */
const keyOf = ({ till }: Work, { id, createdAt }: DueMessage) => `till-${till}-${id}-${Date.parse(createdAt)}`;

/** Makes messages fail in the sandbox, so that a team can see the retries. */
function failOnPurpose(work: Work, { failsOnPurpose, failPercent }: DueMessage): void {
  if (failsOnPurpose || work.random() * 100 < failPercent)
    throw new Error("The sandbox was told to fail this message.");
}
