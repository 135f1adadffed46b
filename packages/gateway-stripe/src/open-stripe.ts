import type { Stripe } from "stripe";

/** What the adapter needs to know of an account at Stripe. */
export interface StripeSettings {
  /** The secret key, `sk_…`, or a restricted one, `rk_…`. */
  readonly secretKey: string;
  /** The secret of the endpoint that Stripe sends events to, `whsec_…`. */
  readonly webhookSecret: string;
  /** Where the API is. The default is Stripe's own; tests name a stand-in. */
  readonly apiBase?: string | undefined;
}

/**
 * How long one call may take, in milliseconds. Finding a lost attempt takes three of them, and Till gives a gateway 15
 * seconds.
 */
const callTimeoutMs = 5_000;

/**
 * A client of Stripe's API. The library is loaded with the first call, so a Worker starts without it. Each piece of work
 * opens its own: nothing that one request waits for may belong to another one.
 *
 * It does not retry by itself, because Till does, with pauses. Only `authorize` asks for one retry.
 */
export async function openStripe({ secretKey, apiBase }: StripeSettings): Promise<Stripe> {
  const { Stripe: Client } = await import("stripe");
  return new Client(secretKey, {
    ...(apiBase !== undefined && addressOf(apiBase)),
    httpClient: Client.createFetchHttpClient(),
    timeout: callTimeoutMs,
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

function addressOf(apiBase: string) {
  const { protocol, hostname, port } = new URL(apiBase);
  const isSecure = protocol === "https:";
  return {
    protocol: isSecure ? ("https" as const) : ("http" as const),
    host: hostname,
    port: port === "" ? (isSecure ? 443 : 80) : Number(port),
  };
}
