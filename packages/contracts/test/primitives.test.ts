import { expect, test } from "vitest";
import { idempotencyKeySchema, instantSchema, limits, timestampSchema, userIdSchema } from "../src/index.ts";
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

test.each([
  ["2026-11-25T00:00:00Z", "2026-11-25T00:00:00.000Z"],
  ["2026-11-25T05:30:00+05:30", "2026-11-25T00:00:00.000Z"],
  ["2026-11-25T00:00:00.123456+00:00", "2026-11-25T00:00:00.123Z"],
  ["2026-11-25T00:00:00.000Z", "2026-11-25T00:00:00.000Z"],
])("a time that a caller writes as %s is %s", (written, kept) => {
  expect(instantSchema.parse(written)).toBe(kept);
});

test.each(["2026-11-25", "2026-02-30T00:00:00Z", "2026-11-25T00:00:00", "now", "", "9999-12-31T23:59:00-23:59"])(
  "%j is no time, and a sentence says what one is",
  (text) => {
    expect(issuesOf(instantSchema, text)).toEqual([
      "must be a time such as 2026-03-01T12:00:00Z, with Z or an offset such as +05:30",
    ]);
  },
);

test("the id of a person is what OpenID Connect allows for `sub`, exactly as it is", () => {
  for (const id of ["auth0|42", "Ann Dean", " a ", "x".repeat(255)]) expect(userIdSchema.parse(id)).toBe(id);
  for (const id of ["Zoë", "a\tb", "a\u0000"]) expect(issuesOf(userIdSchema, id)).toEqual(["must be printable ASCII"]);
  expect(issuesOf(userIdSchema, "x".repeat(256))).toEqual(["must have at most 255 characters"]);
});
