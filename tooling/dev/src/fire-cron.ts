const SWEEP_TIMEOUT_MS = 60_000;

/** Has the Worker of `wrangler dev` at this address do what the cron trigger would have it do. */
export async function fireCron(url: string, signal: AbortSignal): Promise<void> {
  const response = await fetch(`${url}/cdn-cgi/handler/scheduled`, {
    signal: AbortSignal.any([signal, AbortSignal.timeout(SWEEP_TIMEOUT_MS)]),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the Worker says ${response.status} ${text.slice(0, 200)}`);
}
