import { queryOptions } from "@tanstack/react-query";
import { noteClock } from "../till-time.ts";
import { tillOfPage } from "../till-of-page.ts";
import { till, trpc } from "../till.ts";

/** How often the clock is read again, in milliseconds: somebody else may move it too. */
const pollMs = 10_000;

/** The clock of a sandbox of one's own. No other till's clock is ever moved, so none is read. */
export const clockQuery = () =>
  queryOptions({
    queryKey: trpc.sandbox.clock.get.queryKey(),
    async queryFn({ signal }) {
      const clock = await till.sandbox.clock.get.query(undefined, { signal });
      noteClock(clock);
      return clock;
    },
    enabled: tillOfPage !== null,
    refetchInterval: pollMs,
  });
