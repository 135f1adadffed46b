import type { Bindings } from "./bindings.ts";

/** The bindings of wrangler.jsonc, by what they count. */
const bindings = { address: "RATE_LIMIT_ADDRESS", caller: "RATE_LIMIT_CALLER" } as const;

/** Counts something of this key, and says whether there may be so many. */
export type RateLimiter = (counted: keyof typeof bindings, key: string) => Promise<boolean>;

/** The limits that the Worker is bound to. Where it is bound to none, or they are switched off, there are none. */
export const findRateLimiter =
  (env: Bindings | undefined, isOn: boolean): RateLimiter =>
  async (counted, key) => {
    const binding = env?.[bindings[counted]];
    return !isOn || binding === undefined || (await binding.limit({ key })).success;
  };
