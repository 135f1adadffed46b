import type { Channel } from "@till/contracts";
import type { DueMessage } from "@till/db";
import type { Shop, Wording } from "@till/domain";

/** A message that is due, as it is worded. */
export type OutgoingMessage = DueMessage & Wording;

/** What a channel is told besides the message. */
export interface Sending {
  readonly isSandbox: boolean;
  /** The sender of emails, such as `Acme Coffee <orders@acme.example>`; null if the settings name none. */
  readonly from: string | null;
  readonly shop: Pick<Shop, "name" | "support">;
  /** Names this message among all of all tills, and stays the same when it is sent again. */
  readonly key: string;
  /** The time, by the clock of the till. */
  readonly now: Date;
}

/** Who took a message, and the provider's own id of it, if it gave one. */
interface Taken {
  readonly provider: string;
  readonly providerId: string | null;
}

/**
 * Sends one message to the customer. A message may come twice, when its sender died before it could mark it: pass its key
 * on, so that the receiver can drop the repeat. Nothing is returned where nobody but the log took it.
 *
 * @throws MessageRefused if sending it again would not help. @throws anything else to have it tried again later.
 */
export type SendMessage = (message: OutgoingMessage, where: Sending) => Promise<Taken | void>;

/** What each channel sends with. */
export type Channels = Record<Channel, SendMessage>;

/** What may go to the log about a failure: no address, no text and no secret. */
interface Facts {
  readonly provider: string;
  readonly status?: number;
  readonly code?: string | null;
}

/** The message will not be taken, however often it is sent. The sentence is for staff. */
export class MessageRefused extends Error {
  override readonly name: string = "MessageRefused";
  readonly facts: Facts | null;

  constructor(sentence: string, facts: Facts | null = null) {
    super(sentence);
    this.facts = facts;
  }
}

/** Nothing is there to send messages of this channel with. */
export class ChannelNotConfigured extends MessageRefused {
  override readonly name = "ChannelNotConfigured";

  constructor(channel: Channel) {
    super(`No channel for ${{ EMAIL: "email", SMS: "SMS" }[channel]} is configured. Set ${channel}_PROVIDER.`);
  }
}

/** The provider can't take messages now, or nobody knows whether it has taken this one. */
export class ProviderUnavailable extends Error {
  override readonly name = "ProviderUnavailable";
  readonly facts: Facts;
  /** When it wants to be asked again, ISO 8601. */
  readonly retryAt: string | null;

  constructor(sentence: string, facts: Facts, retryAt: string | null = null) {
    super(sentence);
    this.facts = facts;
    this.retryAt = retryAt;
  }
}
