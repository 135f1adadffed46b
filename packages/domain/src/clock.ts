import type { ClockState } from "@till/contracts";

/** How a till's clock goes. Times in milliseconds since 1970. */
export type Clock =
  | { readonly mode: "real" }
  /** It is frozen at this time. */
  | { readonly mode: "frozen"; readonly at: number }
  /** It is so far ahead of the real time. */
  | { readonly mode: "shifted"; readonly aheadMs: number };

export const realClock: Clock = { mode: "real" };

/** The time of a clock. */
export function timeBy(clock: Clock, real: Date): Date {
  if (clock.mode === "frozen") return new Date(clock.at);
  return clock.mode === "shifted" ? new Date(real.getTime() + clock.aheadMs) : real;
}

/** The clock that shows this time now. A frozen clock stays frozen. */
export const movedTo = (clock: Clock, time: Date, real: Date): Clock =>
  clock.mode === "frozen"
    ? { mode: "frozen", at: time.getTime() }
    : { mode: "shifted", aheadMs: time.getTime() - real.getTime() };

/** When a clock will show this time, in real time; null if it never will by itself. */
export function realTimeOf(clock: Clock, time: string): string | null {
  if (clock.mode === "frozen") return null;
  return clock.mode === "shifted" ? new Date(Date.parse(time) - clock.aheadMs).toISOString() : time;
}

/** A clock as callers see it. */
export const clockStateOf = (clock: Clock, real: Date): ClockState => ({
  now: timeBy(clock, real).toISOString(),
  mode: clock.mode,
});
