import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";

/** How often the effect of `order.paid` is wanted, and the status of the order in the end. */
export interface WantedEffect {
  readonly orderId: number;
  readonly count: number;
  readonly status?: string;
}

/** What a server's state URL answers: how often an order had its effect, and the order's status if it says so. */
const stateSchema = z.object({ count: z.int().nonnegative(), status: z.string().optional() });
type State = z.output<typeof stateSchema>;

/** Asks a server what it did for an order. */
export type ReadState = (orderId: number) => Promise<State>;

const requestTimeoutMs = 10_000;
const pollMs = 50;

/** Reads `GET {stateUrl}?order=42`. @throws a sentence that says what it has to answer. */
export const stateReader =
  (stateUrl: URL): ReadState =>
  async (orderId) => {
    const url = new URL(stateUrl);
    url.searchParams.set("order", String(orderId));
    const response = await fetch(url, { signal: AbortSignal.timeout(requestTimeoutMs) }).catch((cause: unknown) => {
      throw new Error(`Nothing answers at ${url.href}, the --state-url.`, { cause });
    });
    const text = await response.text();
    const state = response.ok ? stateSchema.safeParse(readJson(text)) : null;
    if (state?.success) return state.data;
    throw new Error(
      `GET ${url.href} must answer 200 and JSON such as { "count": 0 }: how often the effect of order.paid was there for this order. It answered ${response.status} ${text.slice(0, 200)}`,
    );
  };

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export interface Patience {
  /** How long effects may take, in milliseconds. */
  readonly waitMs: number;
  /** How long effects are watched after they are as wanted, in milliseconds: a second one may follow. */
  readonly settleMs: number;
}

const isAsWanted = ({ count, status }: WantedEffect, state: State): boolean =>
  state.count === count && (status === undefined || state.status === undefined || state.status === status);

/** Waits for effects until all are as wanted or the time is over, and returns what is wrong with each order. */
export async function wrongEffects(
  read: ReadState,
  effects: readonly WantedEffect[],
  { waitMs, settleMs }: Patience,
): Promise<ReadonlyMap<number, string>> {
  const giveUpAt = performance.now() + waitMs;
  const look = async () => {
    const states = await Promise.all(effects.map(({ orderId }) => read(orderId)));
    return effects.flatMap((wanted, index) => {
      const state = states[index];
      return state === undefined || isAsWanted(wanted, state) ? [] : [{ wanted, state }];
    });
  };
  let wrong = await look();
  // What happened too often stays so, and what has not happened yet may still come.
  while (wrong.some(({ wanted, state }) => state.count <= wanted.count) && performance.now() < giveUpAt) {
    await sleep(pollMs);
    wrong = await look();
  }
  await sleep(settleMs);
  return new Map((await look()).map(({ wanted, state }) => [wanted.orderId, tellWrong(wanted, state)]));
}

function tellWrong({ count, status }: WantedEffect, state: State): string {
  if (state.count !== count) return `the effect was there ${times(state.count)} instead of ${times(count)}`;
  return `the order is ${state.status} instead of ${status}`;
}

const times = (count: number): string => (count === 1 ? "once" : count === 2 ? "twice" : `${count} times`);
