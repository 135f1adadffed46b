import * as z from "zod";
import { type Provider, askProvider } from "./ask-provider.ts";
import { MessageRefused, type SendMessage, type Sending } from "./channel.ts";
import { automatedHeaders, replyToOf, senderOf } from "./mailbox.ts";

interface Account {
  readonly apiKey: string;
  readonly apiUrl: string;
  readonly send: typeof fetch;
}

/** https://resend.com/docs/api-reference/errors */
const faultSchema = z.object({ message: z.string(), name: z.string() });

/** The key was used before for an email that read differently: settings have changed since. So that email was taken. */
const wasTaken = "invalid_idempotent_request";
/** Refusals that say nothing of the email: it is being taken at this moment, or the key is none (403 in older accounts). */
const transientCodes: ReadonlySet<string | null> = new Set(["concurrent_idempotent_requests", "invalid_api_key"]);

/** Sends emails with Resend, which takes an email with one key once in 24 hours: longer than Till tries. */
export function resendChannel({ apiKey, apiUrl, send }: Account): SendMessage {
  const provider: Provider = {
    name: "Resend",
    send,
    readFault(body) {
      const { data } = faultSchema.safeParse(body);
      return data ? { sentence: data.message, code: data.name } : null;
    },
    isTransient: ({ code }) => transientCodes.has(code),
  };
  return async (message, where) => {
    const init = {
      method: "POST",
      headers: {
        Authorization: `Bearer ${apiKey}`,
        "Content-Type": "application/json",
        "Idempotency-Key": where.key,
      },
      body: JSON.stringify(emailOf(message, where)),
    };
    const request = { url: `${apiUrl}/emails`, init, now: where.now };
    const answer = askProvider(provider, request, z.object({ id: z.string() }));
    return { provider: provider.name, providerId: await answer.then(({ id }) => id, takenBefore) };
  };
}

/** https://resend.com/docs/api-reference/emails/send-email */
const emailOf = ({ recipient, subject, text, html }: Parameters<SendMessage>[0], where: Sending) => ({
  from: senderOf(where),
  to: [recipient],
  reply_to: replyToOf(where.shop),
  subject,
  text,
  html,
  headers: automatedHeaders,
});

function takenBefore(error: unknown): null {
  if (error instanceof MessageRefused && error.facts?.code === wasTaken) return null;
  throw error;
}
