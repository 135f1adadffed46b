import { randomInt } from "node:crypto";
import { webhookHeaders } from "@till/api/webhooks";
import type { ReadState } from "./effects.ts";
import { type Answer, post } from "./post.ts";
import { type SampleStory, sampleStory } from "./sample-order.ts";

/** The server under attack, and what is known about it. */
export interface Target {
  readonly url: URL;
  /** The secret that it verifies webhooks with. */
  readonly secret: string;
  /** How long it may take to answer, in milliseconds. */
  readonly timeoutMs: number;
  /** The pause between two pieces of a slow body, in milliseconds. */
  readonly pauseMs: number;
  /** Asks it what it did. Without it only the answers are known. */
  readonly readState?: ReadState | undefined;
}

/** One webhook to send. What is left out is as Till does it. */
export interface Draft {
  readonly payload: string;
  readonly id?: string;
  readonly at?: Date;
  readonly secrets?: readonly string[];
  /** What is sent instead of the signed payload. */
  readonly body?: string;
  /** Where the body is cut: the number of the byte that each further piece begins with. */
  readonly cuts?: readonly number[];
}

/** Sends webhooks to a server as Till does. */
export interface Bench {
  readonly secret: string;
  /**
   * The webhooks of an order that no server had before. A server that is asked for its state can make the order then.
   *
   * @throws Error if the server says that the order had an effect already.
   */
  newOrder(): Promise<SampleStory>;
  /** An id that no webhook had. */
  webhookId(): string;
  send(draft: Draft): Promise<Answer>;
}

/** Ids that no real order of a test database has, and that two runs do not share. */
const firstOrderId = 1_000_000_000;
const runs = 900_000_000;
const ordersPerRun = 1_000;

export function createBench({ url, secret, timeoutMs, pauseMs, readState }: Target): Bench {
  const run = firstOrderId + randomInt(runs) * ordersPerRun;
  let orders = 0;
  let webhooks = 0;
  const webhookId = () => `msg_${run}_${(webhooks += 1)}`;
  return {
    secret,
    webhookId,
    async newOrder() {
      const orderId = run + (orders += 1);
      const state = await readState?.(orderId);
      if (state !== undefined && state.count !== 0)
        throw new Error(`The --state-url says ${state.count} for order ${orderId}, before there was a webhook for it.`);
      return sampleStory(orderId, new Date());
    },
    send({ payload, id = webhookId(), at = new Date(), secrets = [secret], body = payload, cuts = [] }) {
      const bytes = Buffer.from(body);
      const pieces = [0, ...cuts].map((start, index) => bytes.subarray(start, cuts[index] ?? bytes.length));
      return post({ url, headers: webhookHeaders({ id, payload, secrets, at }), pieces, pauseMs, timeoutMs });
    },
  };
}
