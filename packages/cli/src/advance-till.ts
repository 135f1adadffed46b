import type { TillClient } from "@till/client";

/** Advances the clock of a till by whole seconds, in as many calls as it takes. */
export async function advanceTill({ sandbox: { clock } }: TillClient, seconds: number): Promise<void> {
  const target = Date.parse((await clock.get.query()).now) + seconds * 1_000;
  for (let left = seconds; left > 0;) {
    const { now } = await clock.advance.mutate({ seconds: left });
    left = Math.ceil((target - Date.parse(now)) / 1_000);
  }
}
