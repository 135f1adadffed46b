import { type Refusal, type RefusalStatus, refusals } from "@till/contracts";
import type { Shop } from "@till/domain";
import type { Context } from "hono";
import { html, raw } from "hono/html";
import { problemTitle } from "../rest/problem.ts";
import { styleOf } from "./style.ts";

/** A part of a page. The tag `html` escapes every inserted value. */
export type Html = ReturnType<typeof html>;

export interface Page {
  readonly title: string;
  /** The content of `<body>`, in the name of a shop. */
  readonly body: (shop: Shop) => Html;
}

/**
 * Anybody with the URL of these pages can open them, and they show personal data. So no cache keeps them, no search
 * engine indexes them, and their links send no referrer.
 */
export const privateHeaders = {
  "Cache-Control": "no-store",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Robots-Tag": "noindex",
};

/** A page and its HTTP status. */
export interface Answer {
  readonly status: 200 | RefusalStatus | 500;
  readonly page: Page;
  /** Where the form of the page may lead in the end, besides Till's own pages: an origin. */
  readonly leadsTo?: string | undefined;
}

/** Answers with a page of a shop that may load and run nothing. Its one stylesheet has a nonce. */
export function show(c: Context, { status, page: { title, body }, leadsTo = "" }: Answer) {
  const shop: Shop = c.get("shop");
  const nonce = crypto.randomUUID();
  const frameAncestors: string = c.get("frameAncestors") ?? "'none'";
  c.header(
    "Content-Security-Policy",
    `default-src 'none'; style-src 'nonce-${nonce}'; form-action ${`'self' ${leadsTo}`.trim()}; frame-ancestors ${frameAncestors}; base-uri 'none'`,
  );
  return c.html(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${title} · ${shop.name}</title>
          <style nonce="${nonce}">
            ${raw(styleOf(shop))}
          </style>
        </head>
        <body>
          ${body(shop)}
        </body>
      </html>`,
    status,
  );
}

/** A refusal as a page. */
export const refusalPage = ({ code, message }: Refusal): Answer => ({
  status: refusals[code].status,
  page: messagePage(problemTitle(code), [message]),
});

/** A page with one message: what happened, and what to do next. */
export const messagePage = (
  title: string,
  paragraphs: readonly string[],
  { tone = "note", more }: { tone?: "good" | "bad" | "note"; more?: Html | undefined } = {},
): Page => ({
  title,
  body: (shop) =>
    html`<main class="narrow stack">
      <p class="shop">${shop.name}</p>
      <h1 class="notice ${tone}">${title}</h1>
      ${paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)} ${more}
    </main>`,
});
