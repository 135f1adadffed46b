import type { Channel } from "@till/contracts";
import type { DueMessage } from "@till/db";
import type { Wording } from "@till/domain";

/**
 * Sends one message to the customer. A message may come twice, when its sender died before it could mark it: pass its id
 * on, so that whoever receives it can drop the repeat. @throws when it was not sent; it is tried again later.
 */
type SendMessage = (message: DueMessage & Wording) => Promise<void>;

/** What each channel sends with. */
export type Channels = Record<Channel, SendMessage>;
