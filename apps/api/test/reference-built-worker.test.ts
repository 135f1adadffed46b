import { readFile } from "node:fs/promises";
import { refusals } from "@till/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { documentFile } from "../build/paths.ts";
import { type ProblemCode, faultCode, problemType } from "../src/rest/problem.ts";
import { startBuiltWorker } from "./built-worker.ts";
import { authSecret } from "./login-service.ts";

let worker: Awaited<ReturnType<typeof startBuiltWorker>>;
beforeAll(async () => {
  // Neither a page of the reference nor the document asks the database.
  worker = await startBuiltWorker({
    DATABASE_URL: "http://127.0.0.1:1",
    AUTH_SECRET: authSecret,
    PUBLIC_ORIGIN: "https://till.test",
  });
});
afterAll(() => worker.stop());

const get = (path: string, headers: Record<string, string> = {}) => fetch(new URL(path, worker.url), { headers });

test("the document is served as it is kept in the repository, to pages of any origin", async () => {
  const response = await get("/v1/openapi.json");
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  expect(await response.json()).toEqual(JSON.parse(await readFile(documentFile, "utf8")));
  const headers = { "If-None-Match": response.headers.get("etag") ?? "" };
  const unchanged = await get("/v1/openapi.json", headers);
  expect([unchanged.status, unchanged.headers.get("access-control-allow-origin")]).toEqual([304, "*"]);
});

test.each(["/docs", "/docs/api", "/docs/problems"])(
  "%s may load nothing from elsewhere, and be framed by nobody",
  async (path) => {
    const response = await get(path, { Accept: "text/html" });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("text/html");
    const policy = response.headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("http");
  },
);

test("the reference page starts Scalar from files of the Worker, and keeps it from its servers", async () => {
  const page = await (await get("/docs/api")).text();
  const [, script = ""] = /<script type="module" src="([^"]+)">/.exec(page) ?? [];
  expect(page.match(/(?:src|href)="[^/]/g)).toBeNull();
  const start = await (await get(script)).text();
  const [, scalar = ""] = /from "([^"]+)"/.exec(start) ?? [];
  const code = await get(scalar);
  expect([code.status, code.headers.get("content-type")]).toEqual([200, expect.stringContaining("javascript")]);
  const chunks = new Set([...(await code.text()).matchAll(/\.\/chunks\/[\w.-]+\.js/g)].map(([path]) => path));
  expect(chunks.size).toBeGreaterThan(5);
  for (const chunk of chunks)
    expect((await get(new URL(chunk, new URL(scalar, worker.url)).pathname)).status, chunk).toBe(200);
  for (const setting of [
    '"telemetry":false',
    '"withDefaultFonts":false',
    '"agent":{"disabled":true}',
    '"mcp":{"disabled":true}',
  ])
    expect(start).toContain(setting);
  expect(start).not.toContain("proxyUrl");
});

test("the type of every problem leads to its place on a page", async () => {
  const page = await (await get("/docs/problems")).text();
  const codes: ProblemCode[] = [...(Object.keys(refusals) as (keyof typeof refusals)[]), faultCode];
  for (const code of codes) {
    const [path, anchor] = problemType(code).split("#");
    expect(path).toBe("/docs/problems");
    expect(page).toContain(`id="${anchor}"`);
  }
});

test("REST answers in the built Worker, with a problem where there is no route", async () => {
  const unknown = await get("/v1/nothing", { Accept: "text/html" });
  expect([unknown.status, unknown.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
  expect(await unknown.json()).toMatchObject({ code: "NOT_FOUND" });
  const unready = await get("/readyz");
  expect([unready.status, unready.headers.get("retry-after")]).toEqual([503, "1"]);
  await unready.text();
  expect(await (await get("/healthz")).json()).toEqual({ status: "ok" });
});
