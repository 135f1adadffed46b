import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { secureHeaders } from "hono/secure-headers";

const secondsOfYear = 365 * 24 * 60 * 60;

/** Answers that are no pages may load nothing and be shown in no frame. Pages say what they need themselves. */
const noPage = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/** The headers that every answer has (OWASP HTTP Headers cheat sheet). Framing is decided by the page's own policy. */
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

/** Lets pages of these origins call the API; with none, only Till's own. */
export const crossOrigin = (origins: string[]): MiddlewareHandler =>
  cors({
    origin: origins,
    allowMethods: ["GET", "POST", "PATCH", "PUT", "DELETE"],
    allowHeaders: ["Authorization", "Content-Type", "Idempotency-Key", "If-None-Match"],
    exposeHeaders: ["ETag", "Link", "Location", "Retry-After", "X-Request-Id"],
    maxAge: 600,
  });
