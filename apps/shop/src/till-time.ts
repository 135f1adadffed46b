import type { ClockState } from "@till/contracts";
import { create } from "zustand";

/** The clock of the till as it was read last, and when that was. */
interface ReadClock {
  /** Null before it is read, and in a till whose clock is never moved. */
  readonly clock: ClockState | null;
  /** By the clock of the browser, in milliseconds since 1970. */
  readonly readAt: number;
}

const useReadClock = create<ReadClock>(() => ({ clock: null, readAt: 0 }));

/** Records what time it is in the till. */
export const noteClock = (clock: ClockState): void => useReadClock.setState({ clock, readAt: Date.now() });

/** A clock that follows the real time is not asked: the browser has it, and both may differ by the time of an answer. */
function timeBy({ clock, readAt }: ReadClock): number {
  if (clock === null || clock.mode === "real") return Date.now();
  const at = Date.parse(clock.now);
  return clock.mode === "frozen" ? at : at + Date.now() - readAt;
}

/** The time in the till, in milliseconds since 1970. Deadlines of the till pass by it, not by the browser's time. */
export const tillNow = (): number => timeBy(useReadClock.getState());

/** The time in the till, in milliseconds since 1970, for a component: it renders again when the clock was moved. */
export const useTillNow = (): number => timeBy(useReadClock());
