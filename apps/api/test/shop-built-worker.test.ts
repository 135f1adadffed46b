import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBuiltWorker } from "./built-worker.ts";
import { authSecret } from "./login-service.ts";

const shop = new URL("../../shop/dist/assets/", import.meta.url);

let worker: Awaited<ReturnType<typeof startBuiltWorker>>;
beforeAll(async () => {
  // No page of the shop asks the database.
  worker = await startBuiltWorker({
    DATABASE_URL: "http://127.0.0.1:1",
    AUTH_SECRET: authSecret,
    SANDBOX: "on",
  });
});
afterAll(() => worker.stop());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(new URL(path, worker.url), { headers, redirect: "manual" });
const asPage = { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

test.for(["/", "/basket", "/orders/42", "/counter/webhooks", "/never/heard/of"])(
  "a browser that opens %s gets the shop, which may run no script but its own",
  async (path) => {
    const response = await get(path, asPage);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toContain("text/html");
    const policy = response.headers.get("content-security-policy");
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("frame-src 'none'; form-action 'self'; frame-ancestors 'none'");
    expect(policy).not.toContain("stripe");
    const html = await response.text();
    expect(html).toContain('<div id="root">');
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
  },
);

test.for([
  ["/", { Accept: "*/*" }],
  ["/products/20", { Accept: "*/*" }],
  ["/orders/42?from=mail", { Accept: "image/webp,*/*;q=0.5" }],
] as const)(
  "a program that takes anything gets the page %s, with what a preview of a link needs",
  async ([path, headers]) => {
    const response = await get(path, headers);
    expect([response.status, response.headers.get("content-type")]).toEqual([
      200,
      expect.stringContaining("text/html"),
    ]);
    const html = await response.text();
    const { pathname } = new URL(path, worker.url);
    const meta = (property: string) =>
      new RegExp(`<meta[^>]*property="${property}"[^>]*content="([^"]*)"`).exec(html)?.[1];
    expect(meta("og:title")).toBe("Till demo shop");
    expect(meta("og:url")).toBe(new URL(pathname, worker.url).href);
    const image = meta("og:image") ?? "";
    expect(image).toMatch(/^http/);
    const picture = await fetch(image);
    expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/png"]);
    await picture.arrayBuffer();
  },
);

test("what it has already is not sent to a browser again", async () => {
  const first = await get("/", asPage);
  const etag = first.headers.get("etag") ?? "";
  await first.text();
  const second = await get("/", { ...asPage, "If-None-Match": etag });
  expect(second.status).toBe(304);
  // As it was when the shop had another name.
  const named = etag.replace(encodeURIComponent("Till demo shop"), "Acme");
  expect(named).not.toBe(etag);
  const third = await get("/", { ...asPage, "If-None-Match": named });
  expect(third.status).toBe(200);
  await third.text();
});

test("the files of the shop are there, those with a hash and those without", async () => {
  const script = (await readdir(shop)).find((name) => name.endsWith(".js"));
  const hashed = await get(`/assets/${script}`);
  expect([hashed.status, hashed.headers.get("content-type")]).toEqual([200, expect.stringContaining("javascript")]);
  await hashed.text();
  const icon = await get("/favicon.svg", { Accept: "image/*" });
  expect([icon.status, icon.headers.get("content-type")]).toEqual([200, expect.stringContaining("image/svg+xml")]);
});

test.for([
  ["a file that is gone", "/assets/gone-0123abcd.js", {}],
  ["an address that a program asks for", "/orders/42", { Accept: "application/json" }],
  ["an address of no page, asked for by a program that takes anything", "/v2/orders", { Accept: "*/*" }],
  ["an unknown procedure, in a browser too", "/trpc/never.heardOf", asPage],
] as const)("%s is not found, and no page", async ([, path, headers]) => {
  const response = await get(path, headers);
  expect(response.status).toBe(404);
  expect(await response.text()).not.toContain("<div");
});
