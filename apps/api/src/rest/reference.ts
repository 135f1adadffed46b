import { Hono } from "hono";
import { findAssets } from "../site/assets.ts";
import type { AppEnv } from "../app-env.ts";

/**
 * The policy of the pages of `/docs`: they may load only files that Till serves. Scalar puts styles into its page, and
 * shows answers from memory. It sends requests to this Till only.
 */
const pagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join("; ");

const pageHeaders = {
  "Content-Security-Policy": pagePolicy,
  "Referrer-Policy": "no-referrer",
};

/** Pages of any origin may read the document, because tools that show or check it also run in browsers. */
const documentHeaders = { "Access-Control-Allow-Origin": "*" };

/** The files about the API, with the headers of each. The build makes them. */
const files: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "/docs": pageHeaders,
  "/docs/problems": pageHeaders,
  "/v1/openapi.json": documentHeaders,
};

/** The OpenAPI document and the pages that show it. */
export function createReference() {
  const app = new Hono<AppEnv>();
  for (const [path, headers] of Object.entries(files))
    app.get(path, async (c, next) => {
      const assets = findAssets(c.env);
      if (assets === undefined) return next();
      const file = await assets.fetch(new URL(path, c.req.url), { headers: c.req.raw.headers });
      const response = new Response(file.body, file);
      for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
      return response;
    });
  return app;
}
