import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { type Till, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterEach(() => {
  till.world.fetch = fetch;
});
afterAll(() => till.stop());

test("a database with an older schema is not ready, and the problem says what it lacks", async () => {
  // The answer of a database whose newest migration is older than all of Till's.
  const result = { cols: [{ name: "at" }], rows: [[{ type: "integer", value: "1" }]] };
  till.world.fetch = async () => Response.json({ results: [{ type: "ok", response: { type: "execute", result } }] });
  const response = await till.request("/readyz");
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({
    code: "DATABASE_UNAVAILABLE",
    reason: "schema behind",
    expected: expect.stringMatching(/^\d{4}_\w+$/),
    found: null,
  });
});

test("a database that its provider blocks is out of reach, is asked once, and the log says what to do", async () => {
  const log = vi.spyOn(console, "error").mockReturnValue();
  onTestFinished(() => log.mockRestore());
  const error = {
    message: "Operation was blocked: reads are blocked, do you need to upgrade your plan?",
    code: "BLOCKED",
  };
  let requests = 0;
  till.world.fetch = async () => {
    requests += 1;
    return Response.json({ results: [{ type: "error", error }] });
  };
  const response = await till.request("/v1/products");
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([503, "DATABASE_UNAVAILABLE"]);
  expect(requests).toBe(1);
  expect(log.mock.calls.join("\n")).toMatch(/BLOCKED by its provider .*upgrade your plan.*Raise the plan/);
});
