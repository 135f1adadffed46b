import { trpc } from "../../till.ts";

/** How often the numbers are refreshed, in milliseconds. */
const pollMs = 15_000;

/** The numbers of the last days. A day begins at midnight in the browser's time zone. */
export const summaryQuery = (days: number) =>
  trpc.orders.summary.queryOptions(
    { days, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    { refetchInterval: pollMs },
  );
