import { trpc } from "../../till.ts";

/** How often the numbers of the day are looked at again, in milliseconds. */
const pollMs = 15_000;

/** The numbers of the last days, where a day begins at midnight of this browser's clock. */
export const summaryQuery = (days: number) =>
  trpc.orders.summary.queryOptions(
    { days, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    { refetchInterval: pollMs },
  );
