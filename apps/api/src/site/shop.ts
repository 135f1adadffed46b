import type { PageSettings } from "@till/contracts";
import { Hono } from "hono";
import type { Bindings } from "../bindings.ts";
import type { Config } from "../config.ts";
import { isDoubled, isHashedFile } from "../paths.ts";
import { pageSettingsOf, tagOf } from "../shop-settings.ts";
import { findAssets } from "./assets.ts";
import { inNameOf } from "./in-name-of.ts";
import { signpostLinks } from "./signpost.ts";

/** What the field of a gateway needs besides (https://docs.stripe.com/security/guide#content-security-policy). */
const hostsOf = {
  stripe: {
    script: " https://js.stripe.com https://*.js.stripe.com",
    frame: "https://js.stripe.com https://*.js.stripe.com https://hooks.stripe.com",
    connect: " https://api.stripe.com",
  },
  none: { script: "", frame: "'none'", connect: "" },
};

/**
 * The policy of the shop: it may load its own files and pictures of products, and the card field of the gateway that takes
 * the payments. Mantine adds styles to the page; inline scripts are forbidden.
 */
function policyOf({ cardField }: PageSettings): string {
  const { script, frame, connect } = hostsOf[cardField?.gateway ?? "none"];
  return [
    "default-src 'none'",
    `script-src 'self'${script}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: https:",
    "font-src 'self'",
    `connect-src 'self'${connect}`,
    `frame-src ${frame}`,
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join("; ");
}

const isHtml = (type: string | null | undefined) => type?.includes("text/html") ?? false;

/**
 * The pages that the router of the shop knows. A program that takes any type, or does not say which, gets those: link
 * previews and command lines do so. Any other address is not found for it.
 */
const pages = /^\/(?:$|products\/|basket$|checkout$|orders(?:\/|$)|guest$|counter(?:\/|$)|inbox$)/;

const wantsPage = (accept: string | undefined, pathname: string): boolean =>
  isHtml(accept) || (pages.test(pathname) && (accept === undefined || accept.includes("*/*")));

/**
 * The pages of the shop. A page request of a browser that no other route answers gets the shop's one document, and its
 * router does the rest. A hashed file that is gone, under `/assets/`, is never a page.
 */
export function createShop(config: Config) {
  const settings = pageSettingsOf(config);
  const policy = policyOf(settings);
  const tag = `~${tagOf(settings)}"`;
  const app = new Hono<{ Bindings: Bindings }>();
  app.get("*", async (c, next) => {
    const assets = findAssets(c.env);
    if (assets === undefined) return next();
    const url = new URL(c.req.url);
    if (isDoubled(url.pathname)) return next();
    const { headers: asked } = c.req.raw;
    const file = await assets.fetch(new URL(c.req.path, url.origin), { headers: asked });
    if ((file.ok || file.status === 304) && !isHtml(file.headers.get("content-type")))
      return new Response(file.body, file);
    if (isHashedFile(c.req.path) || !wantsPage(c.req.header("accept"), c.req.path)) return next();
    const known = new Headers(asked);
    // The files know nothing of the settings: a document that was made with others is another one.
    known.set("If-None-Match", (asked.get("If-None-Match") ?? "").replaceAll(tag, '"'));
    const page = await assets.fetch(new URL("/", url.origin), { headers: known });
    const headers = new Headers(page.headers);
    headers.delete("Content-Length");
    headers.set("ETag", `W/${(page.headers.get("ETag") ?? '""').replace(/^W\//, "").replace(/"$/, tag)}`);
    headers.set("Content-Security-Policy", policy);
    headers.set("Referrer-Policy", "no-referrer");
    if (c.req.path === "/") headers.append("Link", signpostLinks);
    const answer = new Response(page.body, { status: page.status, headers });
    const origin = config.PUBLIC_ORIGIN ?? url.origin;
    return page.ok ? inNameOf({ page: answer, settings, origin, pathname: url.pathname }) : answer;
  });
  return app;
}
