import * as z from "zod";
import { type Provider, askProvider } from "./ask-provider.ts";
import { MessageRefused, type OutgoingMessage, type SendMessage, type Sending } from "./channel.ts";

interface Account {
  readonly accountSid: string;
  readonly authToken: string;
  /** A phone number, a name, or the id of a messaging service. */
  readonly from: string;
  readonly apiUrl: string;
  readonly send: typeof fetch;
}

/** https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions */
const faultSchema = z.object({ code: z.int(), message: z.string() });

const sentSchema = z.object({ sid: z.string() });
const foundSchema = z.object({ messages: z.array(sentSchema.extend({ body: z.string(), date_created: z.string() })) });

/** How many of the last messages to a number are looked through. */
const lookedThrough = "20";

/**
 * Sends text messages with Twilio. It has no idempotency keys. So before a message is sent again, Twilio is asked whether
 * it has taken the same text for the same number since the message was written.
 */
export function twilioChannel({ accountSid, authToken, from, apiUrl, send }: Account): SendMessage {
  const provider: Provider = {
    name: "Twilio",
    send,
    readFault(body) {
      const { data } = faultSchema.safeParse(body);
      return data ? { sentence: data.message, code: String(data.code) } : null;
    },
  };
  const url = `${apiUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`;
  const headers = { Authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` };
  const find = async (to: string, { text, createdAt }: OutgoingMessage, { now }: Sending) => {
    const query = new URLSearchParams({ To: to, PageSize: lookedThrough });
    const request = { url: `${url}?${query.toString()}`, init: { headers }, now };
    const { messages } = await askProvider(provider, request, foundSchema);
    return messages.find(
      ({ body, date_created: takenAt }) => body === text && Date.parse(takenAt) >= wholeSecond(createdAt),
    );
  };
  const deliver = (to: string, { text }: OutgoingMessage, { now }: Sending) => {
    const sender = from.startsWith("MG") ? { MessagingServiceSid: from } : { From: from };
    const body = new URLSearchParams({ To: to, Body: text, ...sender });
    return askProvider(provider, { url, init: { method: "POST", headers, body }, now }, sentSchema);
  };
  return async (message, where) => {
    const to = toE164(message.recipient);
    const known = message.attempts > 1 ? await find(to, message, where) : undefined;
    const { sid: providerId } = known ?? (await deliver(to, message, where));
    return { provider: provider.name, providerId };
  };
}

/** Twilio tells times in whole seconds. */
const wholeSecond = (time: string) => Math.floor(Date.parse(time) / 1000) * 1000;

/** A phone number as E.164 has it. A login service may write it with spaces, hyphens and brackets. */
function toE164(phone: string): string {
  const number = phone.replaceAll(/[\s().-]/g, "");
  if (/^\+[1-9]\d{6,14}$/.test(number)) return number;
  throw new MessageRefused("The phone number has no country code: it must be written like +919811111111.");
}
