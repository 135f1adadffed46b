import { later } from "./later.ts";

const minute = 60_000;
const day = 24 * 60 * minute;

/** The longest pause before a gateway that could not be called is called again, in milliseconds. */
const longestRetryPauseMs = 15 * minute;

/**
 * The shortest and the longest pause before a gateway is asked again, in milliseconds. A gateway can't change these
 * limits.
 */
const shortestGatewayPauseMs = 5_000;
export const longestGatewayPauseMs = day;

/** When a gateway is called again after the nth failed call: after one minute, then two, then four. */
export const nextGatewayCallAt = (attempts: number, now: string): string =>
  later(now, Math.min(minute * 2 ** (attempts - 1), longestRetryPauseMs));

/** When a gateway is asked again about an attempt: when it wishes to be, but not in the same breath, and within a day. */
export function nextAskAt(wishedAt: string, now: string): string {
  const [earliest, latest] = [shortestGatewayPauseMs, longestGatewayPauseMs].map((ms) => later(now, ms)) as [
    string,
    string,
  ];
  if (wishedAt < earliest) return earliest;
  return wishedAt > latest ? latest : wishedAt;
}
