import { expect, test } from "vitest";
import { idempotencyKeySchema, limits, plainTextSchema, timestampSchema } from "../src/index.ts";
import { issuesOf } from "./issues.ts";

test("an idempotency key is printable ASCII without spaces, up to its limit", () => {
  for (const key of ["k", "!~", "0f8fad5b-d9cb", "k".repeat(limits.idempotencyKeyLength)])
    expect(issuesOf(idempotencyKeySchema, key)).toEqual([]);
  for (const key of ["a b", "é", "a\n", "\u007F"])
    expect(issuesOf(idempotencyKeySchema, key)).toEqual(["must be printable ASCII without spaces"]);
  expect(issuesOf(idempotencyKeySchema, "k".repeat(limits.idempotencyKeyLength + 1))).toEqual([
    "must have at most 255 characters",
  ]);
  expect(issuesOf(idempotencyKeySchema, "")).toContain("must have at least 1 character");
});

test("plain text is kept in any script, without the space around it, which does not count", () => {
  expect(plainTextSchema(5).parse("  चाय ☕ \n")).toBe("चाय ☕");
  expect(issuesOf(plainTextSchema(3), " four ")).toEqual(["must have at most 3 characters"]);
});

test.each(["a\nb", "a\rb", "a\tb", "a\u0000b", "a\u001B[31mb", "a\u0085b", "a\u2028b", "a\u2029b"])(
  "%j is no plain text on one line",
  (text) => {
    expect(issuesOf(plainTextSchema(10), text)).toEqual(["must be plain text on one line"]);
  },
);

test("a time has milliseconds and is in UTC, so that text order is time order", () => {
  expect(issuesOf(timestampSchema, "2026-03-01T12:00:00.000Z")).toEqual([]);
  for (const time of [
    "2026-03-01T12:00:00Z",
    "2026-03-01T12:00:00.000+05:30",
    "2026-02-30T12:00:00.000Z",
    "2026-03-01",
  ])
    expect(issuesOf(timestampSchema, time)).toHaveLength(1);
});
