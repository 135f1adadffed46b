const minute = 60_000;

/** The longest pause before a gateway is called again, in milliseconds. */
const longestPauseMs = 15 * minute;

/** When a gateway is called again after the nth failed call: after one minute, then two, then four. */
export const nextGatewayCallAt = (attempts: number, now: string): string =>
  new Date(Date.parse(now) + Math.min(minute * 2 ** (attempts - 1), longestPauseMs)).toISOString();
