import { sha256Hex } from "./sha256-hex.ts";

/** The input of a command, perhaps with the key under which it is done once. */
export type Keyed = { readonly idempotencyKey?: string | undefined; readonly [field: string]: unknown };

/**
 * What a request asked for, as a SHA-256: the same for the same command with the same input. It tells a repeated
 * request from another one under the same idempotency key, without keeping the input itself.
 * `input` comes from its schema, which fixes the order of its keys.
 */
export function fingerprint(command: string, input: Keyed): string {
  const { idempotencyKey: _key, ...request } = input;
  return sha256Hex(JSON.stringify([command, request]));
}
