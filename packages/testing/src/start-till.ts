import { type TillOptions, runTill } from "@till/cli";

/** A Till to test against. */
export interface Till {
  readonly url: string;
  /** Stops it, if it was started here. */
  stop(): Promise<void>;
}

const probeTimeoutMs = 10_000;

/**
 * The Till that the environment variable `TILL_URL` names, or else a new one on a free port, with data that is deleted
 * when it stops. Start it once for a test run: a till for each test is made in it.
 *
 * @throws Error if no Till answers at `TILL_URL`.
 */
export async function startTill(options: TillOptions = {}): Promise<Till> {
  const url = process.env["TILL_URL"]?.replace(/\/+$/, "");
  if (!url) return runTill(options);
  const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(probeTimeoutMs) }).catch(
    (cause: unknown) => {
      throw new Error(`No Till answers at ${url}, which TILL_URL names. Start one with: npx till dev`, { cause });
    },
  );
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`${url}/healthz, of the Till that TILL_URL names, says ${answer.status}.`);
  return { url, stop: () => Promise.resolve() };
}
