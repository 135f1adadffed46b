import { limits } from "@till/contracts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startBuiltWorker } from "./built-worker.ts";
import { authSecret, claimsOf, signToken } from "./login-service.ts";
import { somebody } from "./till.ts";

const shop = "https://shop.example";

let worker: Awaited<ReturnType<typeof startBuiltWorker>>;
beforeAll(async () => {
  // Nothing here asks the database.
  worker = await startBuiltWorker({
    DATABASE_URL: "http://127.0.0.1:1",
    AUTH_SECRET: authSecret,
    PUBLIC_ORIGIN: "https://till.test",
    AUTH_AUDIENCE: "till",
    CORS_ORIGINS: shop,
  });
});
afterAll(() => worker.stop());

const askMe = async (more: object, headers: Record<string, string> = {}) => {
  const token = await signToken({ ...claimsOf(somebody()), aud: "till", ...more });
  return fetch(new URL("/v1/me", worker.url), { headers: { authorization: `Bearer ${token}`, ...headers } });
};

test("workerd cleans and cuts a name as Node does", async () => {
  const long = `\u202eAsha\t${"👩\u200d🚀".repeat(100)}`;
  const { user } = (await (await askMe({ name: long })).json()) as { user: { name: string } };
  expect(user.name).toBe(`Asha ${"👩\u200d🚀".repeat(39)}`);
  expect(user.name.length).toBeLessThanOrEqual(limits.contactLength);
});

test("workerd keeps the headers that the middleware sets last, on a 304 and on a refused token", async () => {
  const unchanged = await askMe({}, { "if-none-match": "*", origin: shop });
  expect([unchanged.status, unchanged.headers.get("access-control-allow-origin")]).toEqual([304, shop]);
  const refused = await askMe({ aud: "another-service" }, { origin: shop });
  expect([refused.status, await refused.json()]).toEqual([200, null]);
  expect(refused.headers.get("www-authenticate")).toContain("it is meant for another service (claim aud)");
  expect(refused.headers.get("access-control-expose-headers")).toContain("WWW-Authenticate");
  await vi.waitFor(() => expect(worker.log()).toContain('"problem":"WRONG_AUDIENCE"'), { timeout: 60_000 });
});
