import { expect, test } from "vitest";
import * as z from "zod";
import { decodeCursor, encodeCursor, limits, pageInput } from "../src/index.ts";
import { issuesOf } from "./issues.ts";

const input = z.strictObject(pageInput);

test.each([1, 9, 10, 35, 36, 1295, 1296, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER])(
  "the cursor of row %i continues behind that row",
  (id) => {
    expect(decodeCursor(encodeCursor(id))).toBe(id);
    expect(issuesOf(input, { cursor: encodeCursor(id) })).toEqual([]);
  },
);

test.each([
  "",
  "1",
  "after_",
  "after_0",
  "after_01",
  "after_-1",
  "after_1.5",
  "after_1e3 ",
  "AFTER_1",
  "after_A",
  "after_1\n",
  "before_1",
  "after_1 OR 1=1",
  encodeCursor(Number.MAX_SAFE_INTEGER + 1),
  "after_zzzzzzzzzzz",
  "after_100000000000",
])("%j is no cursor that Till made", (cursor) => {
  expect(decodeCursor(cursor)).toBeNull();
  expect(issuesOf(input, { cursor })).toEqual(["cursor must be a nextCursor that this list returned"]);
});

test("a page has as many items as the caller says, within the limit, and 20 if the caller says nothing", () => {
  expect(input.parse({})).toEqual({ limit: limits.pageSize.default });
  for (const limit of [1, limits.pageSize.max]) expect(input.parse({ limit })).toEqual({ limit });
  for (const limit of [0, -1, 1.5, limits.pageSize.max + 1, "20", null])
    expect(issuesOf(input, { limit })).toEqual(["limit must be a whole number from 1 to 100"]);
});
