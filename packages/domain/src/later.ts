/** The time so many milliseconds after another one: ISO 8601 in UTC with milliseconds. */
export const later = (time: string, ms: number): string => new Date(Date.parse(time) + ms).toISOString();
