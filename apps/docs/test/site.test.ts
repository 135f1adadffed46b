import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe as group, expect, test } from "vitest";
import { contents } from "../src/contents.ts";
import { describe, titleOf } from "../src/describe.ts";

/** All that the Worker serves, as the build has put it together. */
const site = fileURLToPath(new URL("../../api/dist/site/", import.meta.url));

const read = (path: string) => readFileSync(join(site, path), "utf8");
const pages = globSync("docs/**/*.html", { cwd: site })
  // The 404 of VitePress is empty without JavaScript: the Worker has another one. Scalar makes the reference.
  .filter((path) => !["docs/404.html", "docs/api.html"].includes(path))
  .map((path) => [`/${path.replace(/(?:\/index)?\.html$/, "")}`, read(path)] as const);

/** The file that the Worker serves at a path, if there is one. */
const fileAt = (path: string) =>
  [path, `${path}.html`, `${path}/index.html`].find((name) => {
    const file = join(site, name);
    return existsSync(file) && statSync(file).isFile();
  });

const all = (html: string, pattern: RegExp) => [...html.matchAll(pattern)].map(([, found]) => found ?? "");
const decoded = (text: string) => text.replaceAll("&amp;", "&");

test("each page has one first heading, a title and a description, and no script of its own", () => {
  expect(pages.length).toBeGreaterThan(50);
  const wrong = pages.flatMap(([path, html]) => {
    const [title = ""] = all(html, /<title>([^<]+) · Till<\/title>/g);
    const [description = ""] = all(html, /<meta name="description" content="([^"]+)">/g);
    const isRight = all(html, /<(h1)[ >]/g).length === 1 && title !== "" && description.length > 20;
    return isRight && !/<script(?![^>]*\bsrc=)/.test(html) ? [] : [path];
  });
  expect(wrong).toEqual([]);
});

test("every link and anchor inside the site leads somewhere", () => {
  const htmlOf = new Map<string, string>(pages);
  const broken = pages.flatMap(([path, html]) =>
    all(html, /<a\b[^>]*\bhref="([^"]+)"/g).flatMap((link) => {
      const { pathname, hash, host } = new URL(decoded(link), `http://till.test${path}`);
      if (host !== "till.test") return [];
      const target = pathname.replace(/\/$/, "");
      const file = fileAt(target === "" ? "/index.html" : target);
      const targetPage = htmlOf.get(target);
      const isThere =
        file !== undefined && (hash === "" || targetPage?.includes(`id="${decodeURIComponent(hash.slice(1))}"`));
      return isThere ? [] : [`${path}: ${link}`];
    }),
  );
  expect(broken).toEqual([]);
});

test("the table of contents has every page but examples, chapters, decisions and the 404", () => {
  const listed = new Set(contents.flatMap((section) => section.pages.map(([page]) => page)));
  const unlisted = globSync("**/*.md", { cwd: join(site, "docs") }).filter(
    (page) => !listed.has(page) && !/^(?:(?:examples|learn|decisions)\/|(?:api|not-found)\.md$)/.test(page),
  );
  expect(unlisted).toEqual([]);
});

test("llms.txt has a name, a summary, and a sentence for each link; every link leads to a file", () => {
  const [title, summary, ...lines] = read("llms.txt").split("\n").filter(Boolean);
  expect([title, summary]).toEqual(["# Till", expect.stringMatching(/^> \S/)]);
  const links = lines
    .filter((line) => line.startsWith("- "))
    .map((line) => /^- \[.+?\]\((.+?)\): .+[.?]$/.exec(line)?.[1]);
  expect(links.length).toBeGreaterThan(50);
  expect(links.filter((link) => link === undefined || fileAt(link) === undefined)).toEqual([]);
});

test("the Markdown of a page links to the Markdown of others", () => {
  for (const page of globSync("docs/**/*.md", { cwd: site })) {
    const links = all(read(page), /\]\((\/docs\/[^)#\s]+)/g);
    expect(
      links.filter((link) => fileAt(link) === undefined),
      page,
    ).toEqual([]);
  }
});

test("the page that is shown where there is none has no router", () => {
  const page = read("docs/not-found.html");
  expect(page).not.toContain('type="module"');
  expect(page).toContain('href="/docs/start"');
});

group("a description", () => {
  test.each([
    ["# A\n\nFirst sentence. Second.\n", "First sentence."],
    ["# A\n\nA till for each test: orders,\nby [Till](x.md).\nMore\n", "A till for each test: orders, by Till."],
    ["# A\n\n- **Bold.** Then more.\n", "Bold."],
    ["# A\n\nA list of `code`:\n\n- one\n", "A list of code."],
  ])("%j is described by %j", (source, description) => {
    expect(describe(source)).toBe(description);
  });

  test("a page without a heading is refused", () => {
    expect(() => titleOf("no heading")).toThrow("first heading");
  });
});
