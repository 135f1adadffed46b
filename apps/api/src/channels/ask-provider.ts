import { toPlainText } from "@till/contracts";
import { retryAtOf } from "@till/domain";
import type * as z from "zod";
import { MessageRefused, ProviderUnavailable } from "./channel.ts";

/** How long a provider may take to answer, in milliseconds. */
export const providerTimeoutMs = 10_000;

/** How much of a provider's sentence staff read. */
const sentenceLength = 300;

/** A refusal in the provider's words. */
interface ProviderFault {
  readonly sentence: string;
  readonly code: string | null;
}

/** How a provider is asked. */
export interface Provider {
  /** Its name for staff and the log. */
  readonly name: string;
  readonly send: typeof fetch;
  /** What it says in an answer that is no success; null if it is not the provider that speaks. */
  readFault(body: unknown): ProviderFault | null;
  /** Whether an answer of 4xx says that the same request will succeed later. */
  isTransient?(fault: ProviderFault): boolean;
}

/** Statuses that say nothing about the message: a wrong key, a slow request, too early, too many requests. */
const transientStatuses: ReadonlySet<number> = new Set([401, 408, 425, 429]);

/**
 * Asks a provider, and reads its answer.
 *
 * @throws MessageRefused if it says no: in its own words.
 * @throws ProviderUnavailable if it can't answer now, or its answer can't be read.
 */
export async function askProvider<Answer>(
  provider: Provider,
  request: { readonly url: string; readonly init: RequestInit; readonly now: Date },
  answerSchema: z.ZodType<Answer>,
): Promise<Answer> {
  const { name } = provider;
  const { response, body } = await answerOf(provider, request);
  const { status } = response;
  if (response.ok) {
    const { success, data } = answerSchema.safeParse(body);
    if (success) return data;
    throw new ProviderUnavailable(`${name} gave an answer that Till can't read.`, { provider: name, status });
  }
  const fault = provider.readFault(body);
  const code = fault?.code ?? null;
  const sentence = toPlainText(`${name} says: ${fault?.sentence ?? `HTTP ${status}`}`, sentenceLength);
  // A 4xx that is not in the provider's form comes from something in between.
  const isRefused = status >= 400 && status < 500 && !transientStatuses.has(status) && fault !== null;
  if (isRefused && !provider.isTransient?.(fault)) throw new MessageRefused(sentence, { provider: name, status, code });
  const retryAt = retryAtOf(status, response.headers.get("retry-after"), request.now.toISOString());
  throw new ProviderUnavailable(sentence, { provider: name, status, code }, retryAt);
}

async function answerOf({ name, send }: Provider, { url, init }: { url: string; init: RequestInit }) {
  const signal = AbortSignal.timeout(providerTimeoutMs);
  const headers = new Headers(init.headers);
  // Workers send none by themselves, and Resend refuses requests without one.
  headers.set("User-Agent", "Till-Messages/1");
  try {
    const response = await send(url, { ...init, headers, redirect: "manual", signal });
    return { response, body: toJson(await response.text()) };
  } catch {
    const what = signal.aborted ? `gave no answer within ${providerTimeoutMs / 1000} seconds` : "could not be reached";
    throw new ProviderUnavailable(`${name} ${what}.`, { provider: name });
  }
}

/** A text as JSON; undefined if it is none. */
function toJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
