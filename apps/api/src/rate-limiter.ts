import type { Bindings } from "./bindings.ts";
import { networkOf } from "./network-of.ts";

/** The bindings of wrangler.jsonc, by what they count. */
const bindings = {
  address: "RATE_LIMIT_ADDRESS",
  caller: "RATE_LIMIT_CALLER",
  receipt: "RATE_LIMIT_RECEIPT",
  gatewayAddress: "RATE_LIMIT_GATEWAY_ADDRESS",
} as const;

/** Counts something of this key, and says whether there may be so many. */
export type RateLimiter = (counted: keyof typeof bindings, key: string) => Promise<boolean>;

/** The limits that the Worker is bound to. Where it is bound to none, or they are switched off, there are none. */
export const findRateLimiter =
  (env: Bindings | undefined, isOn: boolean): RateLimiter =>
  async (counted, key) => {
    const binding = env?.[bindings[counted]];
    return !isOn || binding === undefined || (await binding.limit({ key })).success;
  };

/** The network that a request is counted for; null if Cloudflare does not give the address, as in tests. */
export function addressOf(headers: Headers): string | null {
  const address = headers.get("cf-connecting-ip");
  return address === null ? null : networkOf(address);
}
