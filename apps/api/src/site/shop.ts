import { Hono } from "hono";
import { findAssets } from "./assets.ts";

/** What the shop may load: its own files, and pictures of products. Mantine puts styles into the page, nobody scripts. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: https:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join("; ");

const isHtml = (type: string | null | undefined) => type?.includes("text/html") ?? false;

type Env = { Bindings: Record<string, unknown> };

/**
 * The pages of the shop: whatever a browser asks for as a page and nothing else has answered is the shop's one document,
 * whose router knows the rest. Its hashed files, under `/assets/`, do not come here.
 */
export function createShop() {
  const app = new Hono<Env>();
  app.get("*", async (c, next) => {
    const assets = findAssets(c.env);
    if (assets === undefined) return next();
    const { origin, pathname } = new URL(c.req.url);
    const { headers: asked } = c.req.raw;
    const file = await assets.fetch(new URL(pathname, origin), { headers: asked });
    if ((file.ok || file.status === 304) && !isHtml(file.headers.get("content-type")))
      return new Response(file.body, file);
    if (!isHtml(c.req.header("accept"))) return next();
    const page = await assets.fetch(new URL("/", origin), { headers: asked });
    const headers = new Headers(page.headers);
    headers.set("Content-Security-Policy", policy);
    headers.set("Referrer-Policy", "no-referrer");
    return new Response(page.body, { status: page.status, headers });
  });
  return app;
}
