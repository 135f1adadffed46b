const format = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeStyle: "short", timeZone: "UTC" });

/** Writes a point in time as a person reads it: `1 March 2026 at 11:59 UTC`. */
export const formatTime = (time: string): string => `${format.format(new Date(time))} UTC`;
