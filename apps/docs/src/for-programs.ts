import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { contents } from "./contents.ts";
import { describe, titleOf } from "./describe.ts";
import { notFoundPage, pageOf, served } from "./page-of.ts";
import type { Source } from "./sources.ts";

const base = "/docs/";

/** Writes what programs read: each page as Markdown at its address and `.md`, and `llms.txt`. */
export async function writeForPrograms(sources: readonly Source[], outDir: string): Promise<void> {
  for (const source of sources) {
    if (source.page === notFoundPage) continue;
    const path = join(outDir, source.page);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, withSiteLinks(source));
  }
  await writeFile(join(outDir, "llms.txt"), llmsTxt(sources));
}

/** The text of a page, with links that lead to the other pages as Markdown. */
const withSiteLinks = ({ file, text }: Source): string =>
  text.replaceAll(/\]\((?![a-z]+:|\/|#)([^)#\s]+)(#[^)\s]*)?\)/g, (whole, href: string, anchor = "") => {
    const path = posix.join(posix.dirname(file), href);
    const page = pageOf(path);
    if (path in served) return `](${served[path]}${anchor})`;
    return page === undefined ? whole : `](${base}${page}${anchor})`;
  });

/** The index of the site for language models (https://llmstxt.org): a name, a summary, and links with a sentence each. */
function llmsTxt(sources: readonly Source[]): string {
  const known = new Map(sources.map((source) => [source.page, source]));
  const line = (page: string) => {
    const source = known.get(page);
    if (source === undefined) throw new Error(`The table of contents names ${page}, and there is no such page.`);
    return `- [${titleOf(source.text)}](${base}${page}): ${describe(source.text)}`;
  };
  const sections = contents.map(({ text, pages }) => `## ${text}\n\n${pages.map(([page]) => line(page)).join("\n")}\n`);
  const decisions = sources
    .filter(({ page }) => /^decisions\/\d/.test(page))
    .toSorted((a, b) => (a.page < b.page ? -1 : 1));
  const chapters = sources
    .filter(({ page }) => /^(?:learn|examples)\//.test(page))
    .toSorted((a, b) => (a.page < b.page ? -1 : 1));
  return [
    "# Till",
    "> Orders and payments at the edge, with the payment gateway simulated: one Cloudflare Worker, one libSQL database, one typed contract.",
    "Each page is Markdown at its address and `.md`. All that Till serves is below one address, and below `/t/{till}` for a till of its own.",
    `## API\n\n- [OpenAPI 3.1](/v1/openapi.json): every procedure as a REST route, with schemas and examples.\n- [Reference](/docs/api): the same for people, with a form to try each route.\n`,
    ...sections,
    ...(chapters.length > 0 ? [`## Examples\n\n${chapters.map(({ page }) => line(page)).join("\n")}\n`] : []),
    `## Optional\n\n${decisions.map(({ page }) => line(page)).join("\n")}\n`,
  ]
    .join("\n\n")
    .replaceAll(/\n{3,}/g, "\n\n");
}
