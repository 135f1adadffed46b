import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";

/** What a shop tells its customer about an order. */
const outcomes = ["paid", "declined", "confirm", "pending", "cancelled"] as const;
const toldSchema = z.object({ orderId: z.int().positive().optional(), outcome: z.enum(outcomes) });
export type Told = z.output<typeof toldSchema>;

/** What a shop's server is asked for when a customer presses “Pay”. */
export interface Press {
  /** The customer's checkout. The same id again is the same purchase. */
  readonly checkout: string;
  readonly source: { readonly token: string };
  /** Where the order is placed, and as whom. */
  readonly till: { readonly url: string; readonly token: string };
}

/** The shop's server. */
export interface Shop {
  /** Presses “Pay”. Null if the customer sees an error: an answer that is not 2xx, or none. */
  press(press: Press): Promise<Told | null>;
  /** Reads what the customer's page says now, until it is as wanted or the time is over. Undefined if there is no such page. */
  read(checkout: string, isWanted: (told: Told) => boolean): Promise<Told | undefined>;
}

export interface ShopOptions {
  readonly url: URL;
  /** How long an answer may take, in milliseconds. */
  readonly timeoutMs: number;
  /** How long the shop may take to learn of a change, in milliseconds. */
  readonly waitMs: number;
}

const pollMs = 100;

export function openShop({ url, timeoutMs, waitMs }: ShopOptions): Shop {
  const ask = (address: URL, init: RequestInit) =>
    fetch(address, { ...init, signal: AbortSignal.timeout(timeoutMs) }).catch((fault: unknown) => {
      if (fault instanceof Error && fault.name === "TimeoutError") return null;
      throw new Error(`Nothing answers at ${address.href}. Start your server, and run this again.`, { cause: fault });
    });
  return {
    async press(press) {
      const headers = { "content-type": "application/json" };
      const response = await ask(url, { method: "POST", headers, body: JSON.stringify(press) });
      return response?.ok ? readTold("POST", url, await response.text()) : null;
    },
    async read(checkout, isWanted) {
      const address = new URL(url);
      address.searchParams.set("checkout", checkout);
      const giveUpAt = performance.now() + waitMs;
      for (;;) {
        const response = await ask(address, {});
        if (!response?.ok) return undefined;
        const told = readTold("GET", address, await response.text());
        if (isWanted(told) || performance.now() > giveUpAt) return told;
        await sleep(pollMs);
      }
    },
  };
}

function readTold(method: string, { href }: URL, text: string): Told {
  try {
    return toldSchema.parse(JSON.parse(text));
  } catch (cause) {
    const example = '{ "orderId": 42, "outcome": "paid" }';
    throw new Error(
      `${method} ${href} must answer JSON such as ${example}, with the outcome ${outcomes.join(", ")}. It answered ${text.slice(0, 200)}`,
      { cause },
    );
  }
}
