import { sha256Hex } from "./sha256-hex.ts";

/** The input of a command, with its idempotency key if it has one. */
export type Keyed = { readonly idempotencyKey?: string | undefined; readonly [field: string]: unknown };

/**
 * A SHA-256 of a request: the same command with the same input has the same hash. It detects a different request under
 * the same idempotency key, without storing the input. `input` comes from its schema, which fixes its order of keys.
 */
export function fingerprint(command: string, input: Keyed): string {
  const { idempotencyKey: _key, ...request } = input;
  return sha256Hex(JSON.stringify([command, request]));
}
