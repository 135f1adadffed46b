import type { Database } from "./database.ts";

/** What a chapter's code works with. Each chapter uses the part that it knows of. */
export interface World {
  readonly db: Database;
  /** The time, ISO 8601 in UTC. */
  readonly now: string;
  /** Sends an email. @throws if the mail server does not take it. */
  readonly mail: (email: Email) => Promise<void>;
  /** Sends webhooks. */
  readonly send: (url: string, webhook: Webhook) => Promise<Response>;
  /** Where webhooks go, and the secret that they are signed with. */
  readonly endpoint: { readonly url: string; readonly secret: string };
  readonly gateway: Gateway;
}

/** A request that `fetch` takes. */
interface Webhook {
  readonly method: "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Email {
  readonly to: string;
  readonly text: string;
}

/** Other people's server that takes the money. */
interface Gateway {
  /** Charges an amount. A repeat under the same key charges nothing more. @throws if no answer comes. */
  charge(charge: Charge): Promise<"SUCCEEDED" | "FAILED">;
}

export interface Charge {
  readonly key: string;
  /** In minor units, such as cents. */
  readonly amount: number;
}

export interface PayInput {
  readonly orderId: number;
  /** Names the request, so that a repeat is known as one. */
  readonly key?: string;
}

/** A payment, or a sentence that says why there is none. */
export type Paid = { readonly paymentId: string; readonly status: string } | { readonly refused: string };

/** The code of a chapter. */
export interface Shop {
  /** The tables. */
  readonly schema: readonly string[];
  /** Pays an order. */
  readonly pay: (world: World, input: PayInput) => Promise<Paid>;
  /** What runs once a minute. The first chapters have nothing that does. */
  readonly sweep?: (world: World) => Promise<void>;
}
