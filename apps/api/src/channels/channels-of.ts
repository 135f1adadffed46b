import type { Channel } from "@till/contracts";
import type { Config } from "../config.ts";
import type { Channels, SendMessage } from "./channel.ts";
import { mockChannels } from "./mock-channels.ts";
import { postmarkChannel } from "./postmark.ts";
import { resendChannel } from "./resend.ts";
import { twilioChannel } from "./twilio.ts";

/** Whether messages go to a provider, so that sending them waits for somebody else's server. */
export const hasProvider = ({ EMAIL_PROVIDER, SMS_PROVIDER }: Config): boolean =>
  EMAIL_PROVIDER !== "mock" || SMS_PROVIDER !== "mock";

/** The channels that the settings name. `send` is the way to the providers. */
export const channelsOf = (config: Config, send: typeof fetch): Channels => ({
  EMAIL: boundedInSandbox("EMAIL", config, emailOf(config, send)),
  SMS: boundedInSandbox("SMS", config, smsOf(config, send)),
});

// A complete configuration has the keys that its providers need.
function emailOf(config: Config, send: typeof fetch): SendMessage {
  const {
    EMAIL_PROVIDER,
    EMAIL_API_URL,
    RESEND_API_KEY: apiKey = "",
    POSTMARK_SERVER_TOKEN: serverToken = "",
  } = config;
  switch (EMAIL_PROVIDER) {
    case "mock":
      return mockChannels.EMAIL;
    case "resend":
      return resendChannel({ apiKey, apiUrl: EMAIL_API_URL ?? "https://api.resend.com", send });
    case "postmark":
      return postmarkChannel({ serverToken, apiUrl: EMAIL_API_URL ?? "https://api.postmarkapp.com", send });
  }
}

function smsOf(config: Config, send: typeof fetch): SendMessage {
  const { SMS_PROVIDER, SMS_API_URL, SMS_FROM: from = "" } = config;
  const { TWILIO_ACCOUNT_SID: accountSid = "", TWILIO_AUTH_TOKEN: authToken = "" } = config;
  switch (SMS_PROVIDER) {
    case "mock":
      return mockChannels.SMS;
    case "twilio":
      return twilioChannel({ accountSid, authToken, from, apiUrl: SMS_API_URL ?? "https://api.twilio.com", send });
  }
}

/**
 * Anybody may order in a sandbox, with anybody's address. So only addresses that the settings name get real messages. All
 * others are in the inbox and the log, as without a provider.
 */
function boundedInSandbox(channel: Channel, { SANDBOX, SANDBOX_RECIPIENTS }: Config, send: SendMessage): SendMessage {
  if (!SANDBOX) return send;
  const isNamed = (recipient: string) =>
    SANDBOX_RECIPIENTS.some((named) => (named.startsWith("@") ? recipient.endsWith(named) : recipient === named));
  return (message, where) => (isNamed(message.recipient.toLowerCase()) ? send : mockChannels[channel])(message, where);
}
