import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { trpcRequest } from "./trpc-request.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

/** What a call logs while the database answers everything with an error. */
async function brokenCall(path: string, input: object, token: string) {
  const lines: string[] = [];
  const logged = vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
  till.world.fetch = async () => new Response('{"error":"secret detail of the database"}', { status: 400 });
  const { path: address, init } = trpcRequest(path, JSON.stringify(input));
  const headers = { ...init.headers, authorization: `Bearer ${token}` };
  const response = await till.request(address, { ...init, headers });
  till.world.fetch = fetch;
  logged.mockRestore();
  return { response, body: await response.text(), lines };
}

test("an unexpected fault answers 500 with the id of the request and nothing of the inside", async () => {
  const user = somebody();
  const { response, body, lines } = await brokenCall("orders.cancel", { id: 1 }, await till.tokenOf(user));
  expect(response.status).toBe(500);
  const requestId = response.headers.get("x-request-id");
  expect(JSON.parse(body)).toMatchObject({
    error: {
      message: `Something went wrong in Till. Please report it with the request id ${requestId}.`,
      data: { requestId, refusal: null },
    },
  });
  expect(body).not.toMatch(/secret detail|SELECT|stack|at /i);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    level: "error",
    requestId,
    procedure: "orders.cancel",
    actorId: user.id,
    durationMs: expect.any(Number),
    databaseRequests: 1,
    error: { stack: expect.stringContaining("at ") },
  });
});

test("no secret that is on its way to the database is logged when it can't be kept", async () => {
  const token = await till.tokenOf(somebody("staff"));
  const webhook = { url: "https://shop.example/hook", eventTypes: ["order.paid"] };
  for (const [path, input] of [
    ["webhooks.endpoints.create", webhook],
    ["apiKeys.create", { name: "Export", role: "staff" }],
  ] as const) {
    const { lines } = await brokenCall(path, input, token);
    expect(lines.join()).toContain("A procedure failed.");
    expect(lines.join()).not.toMatch(/whsec_\w|sk_staff|[0-9a-f]{64}|eyJ/);
  }
});

test("what somebody has typed is not logged with the statement that failed", async () => {
  const token = await till.tokenOf(somebody("staff"));
  const { lines } = await brokenCall("notifications.list", { search: "asha@example.com" }, token);
  expect(lines.join()).toContain("DatabaseError");
  expect(lines.join()).not.toContain("asha");
});

test("a fault outside of the procedures is told the same way", async () => {
  const lines: string[] = [];
  const logged = vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
  till.world.bindings = { RATE_LIMIT_ADDRESS: { limit: () => Promise.reject(new Error("secret detail")) } };
  const response = await till.request("/trpc/auth.me", { headers: { "cf-connecting-ip": "192.0.2.1" } });
  till.world.bindings = {};
  logged.mockRestore();
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("secret detail");
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({
    requestId: response.headers.get("x-request-id"),
    message: "A request failed.",
  });
});
