import type { Channels } from "./channel.ts";

/** Channels that write each message to the log instead of sending it. The inbox shows it too. */
export const mockChannels: Channels = {
  EMAIL: async ({ recipient, subject, text }) =>
    console.log(`[EMAIL MOCK] To: ${recipient}, Subject: ${subject}, Body: ${text}`),
  SMS: async ({ recipient, text }) => console.log(`[SMS MOCK] To: ${recipient}, Text: ${text}`),
};
