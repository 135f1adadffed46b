import { nanoid } from "nanoid";

/**
 * Idempotency keys for one thing that a person wants done: the same request gets the same key until Till has answered it,
 * so that it is done once, however often it is sent; after an answer the next request is a new wish.
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
