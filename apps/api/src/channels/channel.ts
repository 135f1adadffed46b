import type { Channel } from "@till/contracts";
import type { DueMessage } from "@till/db";
import type { Wording } from "@till/domain";

/** What a channel is told besides the message. */
interface Sending {
  readonly isSandbox: boolean;
  /** The sender of emails, such as `Acme Coffee <orders@acme.example>`; null if the settings name none. */
  readonly from: string | null;
}

/**
 * Sends one message to the customer. A message may come twice, when its sender died before it could mark it: pass its id
 * on, so that the receiver can drop the repeat. @throws when it was not sent; it is tried again later.
 */
type SendMessage = (message: DueMessage & Wording, where: Sending) => Promise<void>;

/** What each channel sends with. */
export type Channels = Record<Channel, SendMessage>;

/** Nothing is there to send messages of this channel with. Trying again would not help, so the message is given up. */
export class ChannelNotConfigured extends Error {
  override readonly name = "ChannelNotConfigured";

  constructor(channel: Channel) {
    super(`No channel for ${{ EMAIL: "email", SMS: "SMS" }[channel]} is configured.`);
  }
}
