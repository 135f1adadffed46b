import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { secureHeaders } from "hono/secure-headers";
import type { Config } from "./config.ts";
import { isLocalUrl } from "./local-address.ts";
import { tillHeader } from "./tills/till-of-request.ts";

const secondsOfYear = 365 * 24 * 60 * 60;

/** For every answer that is not a page: it may load nothing, and no frame may show it. A page states its own policy. */
const noPage = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** The headers that every answer has (OWASP HTTP Headers cheat sheet). The policy of a page decides about frames. */
export const securityHeaders: MiddlewareHandler[] = [
  async (c, next) => {
    await next();
    if (!c.res.headers.has("Content-Security-Policy")) c.header("Content-Security-Policy", noPage);
    if (!c.res.headers.has("Referrer-Policy")) c.header("Referrer-Policy", "strict-origin-when-cross-origin");
  },
  secureHeaders({
    strictTransportSecurity: `max-age=${secondsOfYear}; includeSubDomains`,
    xFrameOptions: false,
    referrerPolicy: false,
    crossOriginResourcePolicy: "same-origin",
    permissionsPolicy: { camera: [], geolocation: [], microphone: [], payment: [] },
  }),
];

/** What pages may send besides what browsers always let them send: also the headers of W3C Trace Context and Baggage. */
const requestHeaders = [
  "Authorization",
  "Content-Type",
  "Idempotency-Key",
  "If-None-Match",
  tillHeader,
  "traceparent",
  "tracestate",
  "baggage",
  // What clients of MCP send (https://modelcontextprotocol.io/specification/2026-07-28/basic/transports).
  "Mcp-Protocol-Version",
  "Mcp-Method",
  "Mcp-Name",
];

/** Whether an origin is a page that this machine itself serves, at any port. */
function isLocal(origin: string): boolean {
  const url = URL.parse(origin);
  return url !== null && isLocalUrl(url);
}

type Origins = Pick<Config, "CORS_ORIGINS" | "SANDBOX">;

/** Whether pages of this origin may call. Where the sandbox is on, those of this machine may: somebody builds a shop there. */
export const mayCallFrom = ({ CORS_ORIGINS, SANDBOX }: Origins, origin: string): boolean =>
  CORS_ORIGINS.includes(origin) || (SANDBOX && isLocal(origin));

/**
 * Lets pages of the allowed origins call the API; with none, only Till's own.
 *
 * A preflight is answered at once. Any other answer gets its headers last: what answers a request may replace the whole
 * response, as a 304 does, and headers that were set before would be lost with it.
 */
export function crossOrigin(config: Origins): MiddlewareHandler {
  const allow = cors({
    origin: (origin) => (mayCallFrom(config, origin) ? origin : null),
    allowMethods: ["GET", "POST", "PATCH", "PUT", "DELETE"],
    allowHeaders: requestHeaders,
    exposeHeaders: ["ETag", "Link", "Location", "Retry-After", "WWW-Authenticate", "X-Request-Id"],
    maxAge: 600,
  });
  return async (c, next) => {
    if (c.req.method === "OPTIONS") return allow(c, next);
    await next();
    await allow(c, () => Promise.resolve());
  };
}
