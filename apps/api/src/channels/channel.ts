import type { Channel } from "@till/contracts";
import type { DueMessage } from "@till/db";
import type { Wording } from "@till/domain";

/** Sends one message to the customer. @throws when it was not sent; it is tried again later. */
export type SendMessage = (message: DueMessage & Wording) => Promise<void>;

/** What each channel sends with. */
export type Channels = Record<Channel, SendMessage>;
