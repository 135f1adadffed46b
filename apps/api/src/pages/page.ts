import { type Refusal, type RefusalStatus, refusals } from "@till/contracts";
import type { Context } from "hono";
import { html, raw } from "hono/html";
import { problemTitle } from "../rest/problem.ts";
import { style } from "./style.ts";

/** The name of the shop on Till's pages. */
export const shopName = "Till demo shop";

/** A part of a page. The tag `html` escapes every inserted value. */
export type Html = ReturnType<typeof html>;

export interface Page {
  readonly title: string;
  /** The content of `<body>`. */
  readonly body: Html;
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
}

/** Answers with a page that may load and run nothing. Its one stylesheet has a nonce. */
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
  body: html`<main class="narrow stack">
    <p class="shop">${shopName}</p>
    <h1 class="notice ${tone}">${title}</h1>
    ${paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)} ${more}
  </main>`,
});
