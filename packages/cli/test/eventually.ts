import { setTimeout as sleep } from "node:timers/promises";

/** Waits until `condition` holds. Throws after `timeoutMs`, which is far more than it should ever take. */
export async function eventually(
  what: () => string,
  condition: () => Promise<boolean> | boolean,
  timeoutMs: number,
): Promise<void> {
  const giveUpAt = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error(`Still not so after ${timeoutMs} ms: ${what()}`);
    await sleep(50);
  }
}
