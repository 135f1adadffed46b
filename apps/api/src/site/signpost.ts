import { type Context as HonoContext, Hono } from "hono";
import { getPath } from "hono/utils/url";
import type { AppEnv } from "../app-env.ts";
import { type Config, servesAgents } from "../config.ts";
import { mcpPath, trpcPath } from "../paths.ts";
import { tillPrefix } from "../tills/till-of-request.ts";
import { findAssets } from "./assets.ts";

/** What a program looks for at the address of a Till, each with its path. The documentation is the same for all tills. */
const places = {
  docs: "/docs",
  llms: "/llms.txt",
  reference: "/docs/api",
  openapi: "/v1/openapi.json",
  rest: "/v1",
  trpc: trpcPath,
} as const;

/** The same for programs that get the page: links to the documents of a service (RFC 8631). */
export const signpostLinks = [
  `<${places.docs}>; rel="service-doc"; type="text/html"`,
  `<${places.openapi}>; rel="service-desc"; type="application/json"`,
  `<${places.llms}>; rel="describedby"; type="text/plain"`,
].join(", ");

/** Which of these a request names, where it takes no page. Link previews take any type, and get the page. */
function wanted(c: HonoContext): "json" | "text" | null {
  const accept = c.req.header("accept") ?? "*/*";
  if (/text\/html|\*\/\*/.test(accept)) return null;
  if (/application\/(?:json|\*)/.test(accept)) return "json";
  return /text\/(?:plain|markdown|\*)/.test(accept) ? "text" : null;
}

/** `GET /` for programs: says where things are. */
export function createSignpost(config: Config) {
  const paths = { ...places, ...(servesAgents(config) && { mcp: mcpPath }) };
  const app = new Hono<AppEnv>();
  app.get("/", async (c, next) => {
    const type = wanted(c);
    if (type === null) return next();
    const { origin } = new URL(c.req.url);
    if (type === "json") {
      const base = `${config.PUBLIC_ORIGIN ?? origin}${tillPrefix(getPath(c.req.raw))}`;
      const entries = Object.entries(paths).map(([name, path]) => [name, `${base}${path}`]);
      return c.json({ name: "Till", ...Object.fromEntries(entries) }, 200, { Vary: "Accept" });
    }
    const file = await findAssets(c.env)?.fetch(new URL(places.llms, origin), { headers: c.req.raw.headers });
    if (file === undefined) return next();
    const text = new Response(file.body, file);
    text.headers.append("Vary", "Accept");
    return text;
  });
  return app;
}
