import type { TillClient } from "@till/client";

type Clock = TillClient["sandbox"]["clock"];

/** How far to move the time. */
export interface Advance {
  seconds?: number;
  minutes?: number;
  hours?: number;
  days?: number;
}

/** What happened on the way. */
export type Happened = Awaited<ReturnType<Clock["advance"]["mutate"]>>["happened"];

const secondsOf = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 };

/** Advances a clock to the end, in as many calls as it takes. */
export async function advanceAll(clock: Clock, by: Advance): Promise<Happened> {
  const units = Object.entries(secondsOf) as [keyof Advance, number][];
  const seconds = units.reduce((sum, [unit, size]) => sum + (by[unit] ?? 0) * size, 0);
  const start = Date.parse((await clock.get.query()).now);
  const happened: Happened = [];
  for (let left = seconds; left > 0;) {
    const step = await clock.advance.mutate({ seconds: left });
    happened.push(...step.happened);
    left = Math.ceil((start + seconds * 1_000 - Date.parse(step.now)) / 1_000);
  }
  return happened;
}
