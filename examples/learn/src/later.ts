/** The time so many seconds after another, ISO 8601 in UTC. */
export const later = (time: string, seconds: number): string =>
  new Date(Date.parse(time) + seconds * 1000).toISOString();
