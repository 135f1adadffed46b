import type { Gateway } from "@till/domain";
import type { Channels } from "../channels/channel.ts";
import { channelsOf } from "../channels/channels-of.ts";
import type { Config } from "../config.ts";
import { gatewaysOf } from "./gateways.ts";

/** Everything that the Worker takes from outside. Tests replace it. */
export interface World {
  /** The clock. */
  now(): Date;
  /** Sends requests to the database. */
  fetch: typeof fetch;
  /** Sends webhooks. */
  send: typeof fetch;
  /** Fetches the keys of the login service. */
  fetchKeys: typeof fetch;
  /** The payment gateway. */
  gateway: Gateway;
  /** Gateways that took payments before. Their refunds and open attempts still go to them. */
  formerGateways: readonly Gateway[];
  /** The channels that send messages. */
  channels: Channels;
  /** A random number from 0 to 1. */
  random(): number;
}

/** The real world of a deployment. */
export const realWorldOf = (config: Config): World => ({
  now: () => new Date(),
  fetch: (input, init) => fetch(input, init),
  send: (input, init) => fetch(input, init),
  fetchKeys: (input, init) => fetch(input, init),
  ...gatewaysOf(config),
  channels: channelsOf(config, (input, init) => fetch(input, init)),
  random: Math.random,
});
