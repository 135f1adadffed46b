import { type WebhookAttempt, limits } from "@till/contracts";
import { judgeTarget, retryAtOf, webhookTimeoutMs } from "@till/domain";
import { type UnsignedWebhook, webhookHeaders } from "./signed.ts";

/** One webhook to send. `at` is when it is sent. */
export interface OutgoingWebhook extends UnsignedWebhook {
  readonly url: string;
  /** When it says that it is sent, if it says something else. */
  readonly claimedAt?: Date;
}

/** The `fetch` that sends a webhook, and the allowed addresses. */
export interface WebhookWay {
  readonly send: typeof fetch;
  readonly targets: "public" | "any";
}

/** An attempt, and when the receiver asks to be tried again, if it does. */
type SentWebhook = Omit<WebhookAttempt, "scripted"> & { readonly retryAt: string | null };

type Answer = Omit<SentWebhook, "at" | "durationMs">;

const unanswered = (error: string): Answer => ({ responseStatus: null, responseBody: null, error, retryAt: null });

/** Sends a webhook and returns its attempt. Never throws: no answer is an outcome, too. */
export async function sendWebhook(webhook: OutgoingWebhook, { send, targets }: WebhookWay): Promise<SentWebhook> {
  const { url, payload, at, claimedAt = at } = webhook;
  const startedAt = Date.now();
  const answer = async (): Promise<Answer> => {
    // The URL was checked when it was set, and the rules may have changed since.
    if (judgeTarget(new URL(url), targets) !== null) return unanswered("Webhooks can't be sent to this address.");
    const signal = AbortSignal.timeout(webhookTimeoutMs);
    try {
      // A redirect could lead to a private address, and the specification counts it as a failure.
      const init = {
        method: "POST",
        headers: webhookHeaders({ ...webhook, at: claimedAt }),
        body: payload,
        redirect: "manual",
        signal,
      } as const;
      const response = await send(url, init);
      const isRedirect = response.status >= 300 && response.status < 400;
      return {
        responseStatus: response.status,
        responseBody: await beginningOf(response),
        error: isRedirect ? "Redirects are not followed." : null,
        retryAt: retryAtOf(response.status, response.headers.get("retry-after"), at.toISOString()),
      };
    } catch (fault) {
      return unanswered(signal.aborted ? timedOut : explain(fault));
    }
  };
  return { at: at.toISOString(), ...(await answer()), durationMs: Math.max(0, Date.now() - startedAt) };
}

const timedOut = `No answer within ${webhookTimeoutMs / 1000} seconds.`;

const explain = (fault: unknown) => `No answer: ${fault instanceof Error ? fault.message : "the request failed"}.`;

/** The beginning of an answer. The rest is not read. If the answer breaks off, the part before counts. */
async function beginningOf({ body }: Response): Promise<string> {
  const bytes = new Uint8Array(limits.webhookResponseBytes);
  let length = 0;
  try {
    // Leaving the loop cancels the rest.
    for await (const part of body ?? []) {
      const kept = part.subarray(0, bytes.length - length);
      bytes.set(kept, length);
      length += kept.length;
      if (length === bytes.length) break;
    }
  } catch {
    // The status has arrived, and only the status counts.
  }
  // The database ends a text at a NUL.
  return new TextDecoder().decode(bytes.subarray(0, length)).replaceAll("\0", "�");
}
