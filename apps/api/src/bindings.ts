/**
 * The bindings of wrangler.jsonc as Till uses them. Its code runs without them, too: in tests, and where a deployment has
 * no queue or no rate limits. These types need no types of Workers, so that clients can compile them with the router.
 * worker.ts compares them with the types that `npx pnpm@10 --filter @till/api run bindings` generates.
 */
export type Bindings = Partial<AllBindings>;

export interface AllBindings {
  readonly JOBS: JobBinding;
  readonly RATE_LIMIT_ADDRESS: RateLimitBinding;
  readonly RATE_LIMIT_CALLER: RateLimitBinding;
  readonly RATE_LIMIT_RECEIPT: RateLimitBinding;
  readonly RATE_LIMIT_GATEWAY_ADDRESS: RateLimitBinding;
  readonly ASSETS: AssetBinding;
}

/** https://developers.cloudflare.com/queues/configuration/javascript-apis/ */
interface JobBinding {
  send(job: unknown, options: { delaySeconds: number }): Promise<unknown>;
}

/** https://developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit/ */
interface RateLimitBinding {
  limit(options: { key: string }): Promise<{ success: boolean }>;
}

/** https://developers.cloudflare.com/workers/static-assets/binding/ */
interface AssetBinding {
  fetch(address: URL, init: { headers: Headers }): Promise<Response>;
}
