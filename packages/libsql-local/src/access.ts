import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { Refusal } from "./refusal.ts";

/** The host names that programs of this machine use. Another one may belong to a web page (DNS rebinding). */
const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i;

/**
 * Lets a request in only if it comes from a program of this machine that knows the token. A browser sends `Origin` with
 * each request that lets a page change or read something, so a request with that header is refused even with the token.
 *
 * @throws Refusal
 */
export function checkAccess({ host, origin, authorization }: IncomingHttpHeaders, authToken: string): void {
  if (!LOOPBACK_HOST.test(host ?? "")) {
    throw new Refusal(403, "HOST_REFUSED", "The local database answers to 127.0.0.1, localhost and [::1] only.");
  }
  if (origin !== undefined) {
    throw new Refusal(403, "ORIGIN_REFUSED", "The local database does not answer to web pages.");
  }
  if (!isSame(authorization ?? "", `Bearer ${authToken}`)) {
    throw new Refusal(
      401,
      "UNAUTHORIZED",
      "The local database needs its token as a bearer token. It is in the file auth-token of the data folder.",
    );
  }
}

/** Compares in constant time, so that the time reveals nothing. */
function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
