import { Hono } from "hono";
import { findAssets } from "../site/assets.ts";
import type { AppEnv } from "../app-env.ts";

const documentPath = "/v1/openapi.json";

/** The OpenAPI document, which the build makes. */
export function createDocument() {
  const app = new Hono<AppEnv>();
  app.get(documentPath, async (c, next) => {
    const assets = findAssets(c.env);
    if (assets === undefined) return next();
    const file = await assets.fetch(new URL(documentPath, c.req.url), { headers: c.req.raw.headers });
    const response = new Response(file.body, file);
    // Pages of any origin may read it, because tools that show or check it also run in browsers.
    response.headers.set("Access-Control-Allow-Origin", "*");
    return response;
  });
  return app;
}
