import type { TillClient } from "./create-till-client.ts";

/** How far to move the time. */
export interface Advance {
  seconds?: number;
  minutes?: number;
  hours?: number;
  days?: number;
}

/** What happened on the way, in order. */
export type Happened = Awaited<ReturnType<TillClient["sandbox"]["clock"]["advance"]["mutate"]>>["happened"];

const secondsOf = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 };

/** Advances the clock of a till to the end, in as many calls as it takes, and returns what happened on the way. */
export async function advanceTill({ sandbox: { clock } }: TillClient, by: Advance): Promise<Happened> {
  const units = Object.entries(secondsOf) as [keyof Advance, number][];
  const seconds = units.reduce((sum, [unit, size]) => sum + (by[unit] ?? 0) * size, 0);
  const target = Date.parse((await clock.get.query()).now) + seconds * 1_000;
  const happened: Happened = [];
  for (let left = seconds; left > 0;) {
    const step = await clock.advance.mutate({ seconds: left });
    happened.push(...step.happened);
    left = Math.ceil((target - Date.parse(step.now)) / 1_000);
  }
  return happened;
}
