import type { Context } from "hono";
import { html, raw } from "hono/html";
import { style } from "./style.ts";

/** The shop in whose name Till's pages speak. */
export const shopName = "Till demo shop";

/** A piece of a page. The tag `html` escapes everything that is put into it. */
export type Html = ReturnType<typeof html>;

export interface Page {
  readonly title: string;
  /** What is inside of `<body>`. */
  readonly body: Html;
}

/**
 * The address of these pages is what opens them, and they show personal data: nobody keeps or indexes them, and
 * a link that is followed does not tell where from.
 */
export const privateHeaders = {
  "Cache-Control": "no-store",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Robots-Tag": "noindex",
};

/** A page, and the HTTP status that it comes with. */
export interface Answer {
  readonly status: 200 | 400 | 404 | 409 | 413 | 429 | 500 | 503;
  readonly page: Page;
}

/** Answers with a page, which may load nothing and run nothing: the one stylesheet that is let in has its nonce. */
export function show(c: Context, { status, page: { title, body } }: Answer) {
  const nonce = crypto.randomUUID();
  const frameAncestors: string = c.get("frameAncestors") ?? "'none'";
  c.header(
    "Content-Security-Policy",
    `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; frame-ancestors ${frameAncestors}; base-uri 'none'`,
  );
  return c.html(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <title>${title} · ${shopName}</title>
          <style nonce="${nonce}">
            ${raw(style)}
          </style>
        </head>
        <body>
          ${body}
        </body>
      </html>`,
    status,
  );
}

/** A page that says one thing: what is the case, and what to do next. */
export const messagePage = (
  title: string,
  paragraphs: readonly string[],
  { tone = "note", more }: { tone?: "good" | "bad" | "note"; more?: Html | undefined } = {},
): Page => ({
  title,
  body: html`<main class="narrow stack">
    <p class="shop">${shopName}</p>
    <h1 class="notice ${tone}">${title}</h1>
    ${paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)} ${more}
  </main>`,
});
