import { setTimeout as sleep } from "node:timers/promises";

/** Waits until `condition` holds. Throws after `timeoutMs`, which is far longer than it should take. */
export async function eventually(
  what: string,
  condition: () => Promise<boolean> | boolean,
  timeoutMs = 4_000,
): Promise<void> {
  const giveUpAt = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error(`Still not so after ${timeoutMs} ms: ${what}`);
    await sleep(20);
  }
}
