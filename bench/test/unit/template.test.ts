import { expect, test } from "vitest";
import { type Hole, fillTemplate, makeTemplate } from "../../src/rig/template.ts";

const path = "/v2/pipeline";
const key = "6e0b5b5e-0000-4000-8000-000000000001";
const body = (id: string, at: string, orderId: number, idempotencyKey: string) =>
  JSON.stringify({
    args: [id, `pay_${id}`, at, "2020-01-01T00:00:00.000Z", orderId, idempotencyKey, "abcdefghijklmnopqrst"],
  });
const first = { path, body: body("0123456789abcdefghij", "2026-11-25T10:00:00.250Z", 7_000_001, key) };
const second = { path, body: body("zyxwvutsrq9876543210", "2026-11-25T10:00:01.000Z", 7_000_002, "another") };
const sentAt = Date.parse("2026-11-25T10:00:00.000Z");

const template = makeTemplate(first, { sentAt, orderId: 7_000_001, idempotencyKey: key }, second);
const holes = template.parts.filter((part): part is Hole => typeof part !== "string");

test("texts that differ in a second call become holes, and texts in both stay", () => {
  expect(holes).toEqual([
    { fill: "id", index: 0 },
    { fill: "id", index: 0 },
    { fill: "time", offsetMs: 250 },
    { fill: "orderId" },
    { fill: "key" },
  ]);
});

test("a template filled with the values of the second call is the second call", () => {
  const values = { id: "zyxwvutsrq9876543210", time: "2026-11-25T10:00:01.000Z", orderId: "7000002", key: "another" };
  expect(fillTemplate(template, ({ fill }) => values[fill])).toBe(second.body);
});

test("a request without new values stays unchanged", () => {
  expect(makeTemplate(first, { sentAt }, first).parts).toEqual([first.body]);
});
