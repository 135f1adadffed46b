import { nanoid } from "nanoid";

/**
 * Idempotency keys for a person's intents. The same request keeps its key until Till has answered it, so it is done
 * once, however often it is sent. After an answer, the next request is a new intent.
 */
export function createIntentKeys() {
  let open: { request: string; key: string } | null = null;
  return {
    keyFor(input: unknown): string {
      const request = JSON.stringify(input);
      if (open?.request !== request) open = { request, key: nanoid() };
      return open.key;
    },
    answered(): void {
      open = null;
    },
  };
}
