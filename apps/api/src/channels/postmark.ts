import * as z from "zod";
import { type Provider, askProvider } from "./ask-provider.ts";
import type { SendMessage, Sending } from "./channel.ts";
import { automatedHeaders, replyToOf, senderOf } from "./mailbox.ts";

interface Account {
  readonly serverToken: string;
  readonly apiUrl: string;
  readonly send: typeof fetch;
}

/** https://postmarkapp.com/developer/api/overview#error-codes */
const faultSchema = z.object({ ErrorCode: z.int(), Message: z.string() });

/** Refusals of the account and not of the email: maintenance, no credits left, sending paused. Somebody can mend them in a day. */
const transientCodes: ReadonlySet<string | null> = new Set(["100", "405", "413"]);

const sentSchema = z.object({ MessageID: z.string() });
const foundSchema = z.object({ Messages: z.array(sentSchema) });

/** The name under which Postmark keeps the key of a message with it. */
const keyName = "till-message";

/**
 * Sends emails with Postmark. It has no idempotency keys. So the key of a message goes along as metadata, and before a
 * message is sent again, Postmark is asked whether it has it.
 */
export function postmarkChannel({ serverToken, apiUrl, send }: Account): SendMessage {
  const provider: Provider = {
    name: "Postmark",
    send,
    readFault(body) {
      const { data } = faultSchema.safeParse(body);
      return data ? { sentence: data.Message, code: String(data.ErrorCode) } : null;
    },
    isTransient: ({ code }) => transientCodes.has(code),
  };
  const headers = { Accept: "application/json", "X-Postmark-Server-Token": serverToken };
  const find = async ({ key, now }: Sending) => {
    const query = new URLSearchParams({ count: "1", offset: "0", [`metadata_${keyName}`]: key });
    const request = { url: `${apiUrl}/messages/outbound?${query.toString()}`, init: { headers }, now };
    return (await askProvider(provider, request, foundSchema)).Messages[0];
  };
  const deliver = (message: Parameters<SendMessage>[0], where: Sending) => {
    const init = {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/json" },
      body: JSON.stringify(emailOf(message, where)),
    };
    return askProvider(provider, { url: `${apiUrl}/email`, init, now: where.now }, sentSchema);
  };
  return async (message, where) => {
    const known = message.attempts > 1 ? await find(where) : undefined;
    const { MessageID: providerId } = known ?? (await deliver(message, where));
    return { provider: provider.name, providerId };
  };
}

/** https://postmarkapp.com/developer/api/email-api#send-a-single-email */
const emailOf = ({ recipient, subject, text, html }: Parameters<SendMessage>[0], where: Sending) => ({
  From: senderOf(where),
  To: recipient,
  ReplyTo: replyToOf(where.shop),
  Subject: subject,
  TextBody: text,
  HtmlBody: html,
  // The stream for mail that a person's own action causes.
  MessageStream: "outbound",
  TrackOpens: false,
  TrackLinks: "None",
  Metadata: { [keyName]: where.key },
  Headers: Object.entries(automatedHeaders).map(([Name, Value]) => ({ Name, Value })),
});
