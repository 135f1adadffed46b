import type { Channel } from "@till/contracts";
import { renderMessage } from "@till/domain";
import type { SendMessage } from "./channel.ts";

/** Channels that write each message to the log instead of sending it. */
export const mockChannels: Record<Channel, SendMessage> = {
  EMAIL: async (message) => {
    const { subject, body } = renderMessage(message).email;
    console.log(`[EMAIL MOCK] To: ${message.recipient}, Subject: ${subject}, Body: ${body}`);
  },
  SMS: async (message) => {
    const { text } = renderMessage(message).sms;
    console.log(`[SMS MOCK] To: ${message.recipient}, Text: ${text}`);
  },
};
