import { expect, test } from "vitest";
import { TookTooLong, inTime } from "../src/due/time-limit.ts";

test("what takes too long is left", async () => {
  await expect(inTime(5, () => new Promise(() => {}))).rejects.toThrow(TookTooLong);
  expect(await inTime(10_000, async () => "in time")).toBe("in time");
});
