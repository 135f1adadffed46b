import type { Channel } from "@till/contracts";
import { ChannelNotConfigured, type Channels, type OutgoingMessage, type SendMessage } from "./channel.ts";

/** Only a sandbox pretends to send. Anywhere else a message would be marked as sent that no customer received. */
const mock =
  (channel: Channel, lineOf: (message: OutgoingMessage) => string): SendMessage =>
  async (message, { isSandbox }) => {
    if (!isSandbox) throw new ChannelNotConfigured(channel);
    console.log(lineOf(message));
  };

/** Channels that write each message to the log instead of sending it. The inbox shows it too. */
export const mockChannels: Channels = {
  EMAIL: mock(
    "EMAIL",
    ({ recipient, subject, text }) => `[EMAIL MOCK] To: ${recipient}, Subject: ${subject}, Body: ${text}`,
  ),
  SMS: mock("SMS", ({ recipient, text }) => `[SMS MOCK] To: ${recipient}, Text: ${text}`),
};
