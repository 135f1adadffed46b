import { type Gateway, simulator } from "@till/domain";
import type { Channels } from "../channels/channel.ts";
import { mockChannels } from "../channels/mock-channels.ts";

/** What the Worker takes from the world around it. Tests put their own in. */
export interface World {
  /** The clock. */
  now(): Date;
  /** What the database is reached with. */
  fetch: typeof fetch;
  /** What webhooks are sent with. */
  send: typeof fetch;
  /** What the keys of the login service are fetched with. */
  fetchKeys: typeof fetch;
  /** The payment gateway. */
  gateway: Gateway;
  /** What messages are sent with. */
  channels: Channels;
  /** Chance: a number from 0 to 1. */
  random(): number;
}

/** The world as it is. */
export const realWorld: World = {
  now: () => new Date(),
  fetch: (input, init) => fetch(input, init),
  send: (input, init) => fetch(input, init),
  fetchKeys: (input, init) => fetch(input, init),
  gateway: simulator,
  channels: mockChannels,
  random: Math.random,
};
