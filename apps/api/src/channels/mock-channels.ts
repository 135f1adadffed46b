import { showOnce } from "@till/db";
import type { Channels } from "./channel.ts";

/** Channels that write each message to the log, once, instead of sending it. The inbox shows it too. */
export const mockChannels: Channels = {
  EMAIL: async ({ id, attempts, recipient, subject, text }, { db }) => {
    if (await showOnce(db, id, attempts))
      console.log(`[EMAIL MOCK] To: ${recipient}, Subject: ${subject}, Body: ${text}`);
  },
  SMS: async ({ id, attempts, recipient, text }, { db }) => {
    if (await showOnce(db, id, attempts)) console.log(`[SMS MOCK] To: ${recipient}, Text: ${text}`);
  },
};
