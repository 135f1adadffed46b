import { StripeRefusal } from "./refusal.ts";

export interface Answer {
  readonly status: number;
  readonly body: object;
  /** It is the first answer again. */
  readonly isReplay?: true;
}

/** A request that has a key. */
interface Keyed {
  readonly key: string | undefined;
  /** The operation and its fields, as a text. */
  readonly request: string;
}

/**
 * Repeats the first answer to a key, as Stripe does (https://docs.stripe.com/api/idempotent_requests): declines and server
 * errors too, but not requests that are refused before anything is done.
 */
export function createKeys() {
  const known = new Map<string, { request: string; answer: Answer | null }>();
  return async ({ key, request }: Keyed, act: () => Promise<Answer>): Promise<Answer> => {
    if (key === undefined) return act();
    const first = known.get(key);
    if (first && first.request !== request)
      throw new StripeRefusal(400, {
        type: "idempotency_error",
        message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      });
    if (first?.answer === null)
      throw new StripeRefusal(409, {
        type: "invalid_request_error",
        code: "idempotency_key_in_use",
        message: "There is currently another in-progress request using this idempotency key.",
      });
    if (first?.answer) return { ...first.answer, isReplay: true };
    known.set(key, { request, answer: null });
    try {
      const answer = await act();
      known.set(key, { request, answer });
      return answer;
    } catch (error) {
      if (error instanceof StripeRefusal && error.status >= 500)
        known.set(key, { request, answer: { status: error.status, body: { error: error.error } } });
      else known.delete(key);
      throw error;
    }
  };
}
