import type { World } from "./world.ts";

const attempts = 10;
const pauseMs = 3_000;

/** A version that is asked, whatever share of the requests it gets. */
export interface Asked {
  readonly origin: string;
  readonly worker: string;
  /** The version; null for whichever answers. */
  readonly version: string | null;
}

/**
 * Asks `/readyz` of a version until it is ready, for half a minute.
 *
 * @returns null if it is ready, or else the last answer.
 */
export async function whyNotReady({ origin, worker, version }: Asked, world: World): Promise<string | null> {
  // https://developers.cloudflare.com/workers/configuration/versions-and-deployments/gradual-deployments/
  const headers = version === null ? {} : { "Cloudflare-Workers-Version-Overrides": `${worker}="${version}"` };
  let why = "";
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    why = await ask(world, `${origin}/readyz`, headers);
    if (why === "") return null;
    if (attempt < attempts) await world.sleep(pauseMs);
  }
  return why;
}

/** An empty text if it is ready. */
async function ask(world: World, url: string, headers: Record<string, string>): Promise<string> {
  try {
    const response = await world.fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
    const body = await response.text();
    return response.ok ? "" : `${url} answered ${response.status}: ${body.slice(0, 500)}`;
  } catch (error) {
    return `${url} did not answer: ${error instanceof Error ? error.message : String(error)}`;
  }
}
