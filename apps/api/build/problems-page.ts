import { refusals } from "@till/contracts";
import { html, raw } from "hono/html";
import { style } from "../src/pages/style.ts";
import { problemTexts } from "../src/rest/openapi/problems.ts";
import { type ProblemCode, faultCode, problemAnchor, problemTitle } from "../src/rest/problem.ts";

const statusOf = (code: ProblemCode) => (code === faultCode ? 500 : refusals[code].status);

const codes = (Object.keys(problemTexts) as ProblemCode[]).toSorted((a, b) => statusOf(a) - statusOf(b));

const problem = (code: ProblemCode) => html`
  <section id="${problemAnchor(code)}">
    <h2>${problemTitle(code)}</h2>
    <p><code>${code}</code> · ${statusOf(code)}</p>
    <p>${paragraph(problemTexts[code])}</p>
  </section>
`;

/** The texts are Markdown, as far as words in backticks go. */
const paragraph = (text: string) =>
  text.split("`").map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));

const page = await html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>Problems · Till API</title>
      <style>
        ${raw(style)} section:target {
          outline: 2px solid;
          outline-offset: 0.5rem;
        }
      </style>
    </head>
    <body>
      <main class="stack">
        <h1>Problems</h1>
        <p>
          Whatever Till refuses answers with <code>application/problem+json</code> (RFC 9457). Branch on its
          <code>code</code>. The <a href="/docs">reference</a> says which route can answer with which.
        </p>
        ${codes.map(problem)}
      </main>
    </body>
  </html>`;

/** The page that the `type` of every problem leads to. */
export const problemsPage = page.toString();
