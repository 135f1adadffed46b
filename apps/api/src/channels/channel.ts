import type { DueMessage } from "@till/db";

/** Sends one message to the customer. @throws when it was not sent; it is tried again later. */
export type SendMessage = (message: DueMessage) => Promise<void>;
