import { expect, test } from "vitest";
import { firstPurgeAt, keptSince } from "../src/retention.ts";

test.each(["2026-02-28T00:00:00.000Z", "2026-02-28T23:59:59.999Z"])(
  "what was written at %s is deleted from the time on that is named for it, and not a moment before",
  (since) => {
    const time = firstPurgeAt(since, 10);
    expect(time).toBe("2026-03-11T00:00:00.000Z");
    expect(keptSince(time, 10) > since).toBe(true);
    expect(keptSince(new Date(Date.parse(time) - 1).toISOString(), 10) > since).toBe(false);
  },
);
