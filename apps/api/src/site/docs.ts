import { type Context as HonoContext, Hono } from "hono";
import { getPath } from "hono/utils/url";
import type { AppEnv } from "../app-env.ts";
import { neverKept } from "../cache-headers.ts";
import { isHashedFile } from "../paths.ts";
import { tillPrefix } from "../tills/till-of-request.ts";
import { findAssets } from "./assets.ts";

/** The policy of the pages of `/docs`: they may load only files that Till serves, and no inline script. */
const policyWith = (images: string, fonts: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    // The site colours code, and the reference places its parts, with styles in the page.
    "style-src 'self' 'unsafe-inline'",
    `img-src ${images}`,
    `font-src ${fonts}`,
    "connect-src 'self'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");

const sitePolicy = policyWith("'self' data:", "'self'");
/** Scalar shows answers from memory. It sends requests to this Till only. */
const referencePolicy = policyWith("'self' data: blob:", "'self' data:");

const home = "/docs";
/** The reference sends requests, so each till has its own. All other pages are the same for all tills. */
const referencePath = `${home}/api`;

const wantsHtml = (c: HonoContext) => c.req.header("accept")?.includes("text/html") ?? false;
const wantsMarkdown = (c: HonoContext) => !wantsHtml(c) && (c.req.header("accept")?.includes("text/markdown") ?? false);

/** `/docs/start` is a page, `/docs/start.md` and `/docs/assets/app.js` are files. */
const isPage = (path: string) => !/\.\w+$/.test(path);

/** The file of an address. The home of the site is at `/docs`, without the redirect that a folder would get. */
function fileOf(c: HonoContext, path: string): string {
  if (isPage(path) && wantsMarkdown(c) && path !== referencePath)
    return path === home ? `${home}/index.md` : `${path.replace(/\/$/, "/index")}.md`;
  return path === home ? `${home}/` : path;
}

/** The documentation: pages that the build makes of the repository's Markdown files, and the reference of the API. */
export function createDocs() {
  const app = new Hono<AppEnv>();
  app.get(`${home}/*`, async (c, next) => {
    const assets = findAssets(c.env);
    if (assets === undefined) return next();
    const { path } = c.req;
    const url = new URL(c.req.url);
    if (tillPrefix(getPath(c.req.raw)) !== "" && path !== referencePath && isPage(path))
      return c.redirect(`${path}${url.search}`);
    const load = (file: string) => assets.fetch(new URL(file, url.origin), { headers: c.req.raw.headers });
    const file = await load(fileOf(c, path));
    if (file.status !== 404) return withHeaders(file, path);
    if (isHashedFile(path) || !wantsHtml(c)) return next();
    const page = withHeaders(await load(`${home}/not-found`), path);
    for (const [name, value] of Object.entries(neverKept)) page.headers.set(name, value);
    return new Response(page.body, { status: 404, headers: page.headers });
  });
  return app;
}

function withHeaders(file: Response, path: string): Response {
  const response = new Response(file.body, file);
  if (isPage(path)) response.headers.append("Vary", "Accept");
  if (file.headers.get("content-type")?.includes("markdown"))
    response.headers.set("Content-Type", "text/markdown; charset=utf-8");
  response.headers.set("Content-Security-Policy", path === referencePath ? referencePolicy : sitePolicy);
  response.headers.set("Referrer-Policy", "no-referrer");
  return response;
}
