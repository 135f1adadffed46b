import { afterAll, beforeAll, expect, test } from "vitest";
import { startBuiltWorker } from "./built-worker.ts";
import { authSecret } from "./login-service.ts";

let worker: Awaited<ReturnType<typeof startBuiltWorker>>;
beforeAll(async () => {
  // No page of the documentation asks the database.
  worker = await startBuiltWorker({ DATABASE_URL: "http://127.0.0.1:1", AUTH_SECRET: authSecret, SANDBOX: "on" });
});
afterAll(() => worker.stop());

const get = (path: string, accept = "text/html") =>
  fetch(new URL(path, worker.url), { headers: { Accept: accept }, redirect: "manual" });
const shown = async (path: string, accept?: string) => {
  const response = await get(path, accept);
  return [response.status, response.headers.get("content-type"), (await response.text()).slice(0, 15)];
};
const page = [200, "text/html; charset=utf-8", "<!DOCTYPE html>"];

test("a page is HTML at its address, and Markdown at its address and .md, or where that is asked for", async () => {
  for (const path of ["/docs", "/docs/", "/docs/start", "/docs/reference/transitions", "/docs/decisions/"])
    expect([path, ...(await shown(path))]).toEqual([path, ...page]);
  const markdown = [200, "text/markdown; charset=utf-8"];
  for (const path of ["/docs/start.md", "/docs/index.md", "/docs/packages/cli.md"])
    expect([path, ...(await shown(path))]).toEqual([path, ...markdown, expect.stringMatching(/^# /)]);
  for (const path of ["/docs", "/docs/start", "/docs/reference/"])
    expect([path, ...(await shown(path, "text/markdown"))]).toEqual([path, ...markdown, expect.stringMatching(/^# /)]);
  expect((await get("/docs/start")).headers.get("vary")).toContain("Accept");
});

test("where there is no page, people get one that says what there is, and programs a problem; no cache keeps it", async () => {
  const missing = await get("/docs/no-such-page");
  expect([missing.status, missing.headers.get("cache-control")]).toEqual([404, "no-store"]);
  expect(missing.headers.get("content-security-policy")).toContain("script-src 'self'");
  expect(await missing.text()).toContain("There is no page here");
  for (const [path, accept] of [
    ["/docs/no-such-page", "*/*"],
    ["/docs/assets/none.js", "text/html"],
  ] as const) {
    const response = await get(path, accept);
    expect([response.status, response.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
  }
});

test("a file with a hash in its name is kept for a year", async () => {
  const html = await (await get("/docs")).text();
  const [, script = ""] = /<script type="module" src="([^"]+)"/.exec(html) ?? [];
  const response = await get(script);
  expect([response.status, response.headers.get("cache-control")]).toEqual([
    200,
    "public, max-age=31536000, immutable",
  ]);
});

test("below a till there is its reference, and every other page leads to the one of all tills", async () => {
  expect(await shown("/t/default/docs/api")).toEqual([200, page[1], expect.stringMatching(/^<!doctype html>/i)]);
  for (const path of ["/docs", "/docs/problems", "/docs/start?a=b"]) {
    const { status, headers } = await get(`/t/default${path}`);
    expect([status, headers.get("location")]).toEqual([302, path]);
  }
});

test("GET / tells programs where things are, and shows the shop to people and to previews of links", async () => {
  const places = (await (await get("/t/default/", "application/json")).json()) as Record<string, string>;
  expect(Object.keys(places)).toEqual(["name", "docs", "llms", "reference", "openapi", "rest", "trpc", "mcp"]);
  for (const name of ["docs", "llms", "reference", "openapi"]) {
    const { pathname } = new URL(places[name] ?? "");
    expect([pathname, (await fetch(new URL(pathname, worker.url))).status]).toEqual([pathname, 200]);
  }
  expect(await shown("/", "text/plain")).toEqual([
    200,
    "text/plain; charset=utf-8",
    expect.stringMatching(/^# Till\n/),
  ]);
  for (const accept of ["*/*", "text/html,*/*;q=0.8"]) {
    const shop = await get("/", accept);
    expect([shop.status, shop.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(shop.headers.get("link")).toContain('</docs>; rel="service-doc"');
  }
});
