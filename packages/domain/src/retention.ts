const dayMs = 24 * 60 * 60_000;

/** The beginning of the day of a time, in UTC, in milliseconds. */
const dayOf = (time: string) => Math.floor(Date.parse(time) / dayMs) * dayMs;

/**
 * Since when things are kept that are kept for so many days: from the beginning of a day, so that what is older goes once
 * a day and not row by row. Everything is kept for the days in full.
 */
export const keptSince = (now: string, days: number): string => new Date(dayOf(now) - days * dayMs).toISOString();

/** The first time at which something of a time has been kept for so many days. */
export const firstPurgeAt = (since: string, days: number): string =>
  new Date(dayOf(since) + (days + 1) * dayMs).toISOString();
