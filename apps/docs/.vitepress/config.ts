import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import { describe, titleOf } from "../src/describe.ts";
import { writeForPrograms } from "../src/for-programs.ts";
import { linkPages } from "../src/links.ts";
import { notFoundPage } from "../src/page-of.ts";
import { sidebarOf } from "../src/sidebar.ts";
import { gatherPages, readSources } from "../src/sources.ts";
import { withoutInlineScripts, withoutRouter } from "../src/scripts.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const folder = join(root, "apps/docs/dist/pages");
const outDir = join(root, "apps/docs/dist/site");
const base = "/docs/";

const sources = readSources(root);
gatherPages(sources, { root, folder });

function sourceOf(page: string) {
  const source = sources.find((one) => one.page === page);
  if (source === undefined) throw new Error(`${page} is made of no file.`);
  return source;
}

/** The documentation: the Markdown files of the repository as pages below `/docs`. */
export default defineConfig({
  srcDir: folder,
  outDir,
  base,
  cleanUrls: true,
  ignoreDeadLinks: "localhostLinks",
  lang: "en",
  title: "Till",
  titleTemplate: ":title · Till",
  head: [["link", { rel: "icon", href: "/favicon.svg" }]],
  markdown: {
    config: linkPages((page) => sourceOf(page).file),
    languageAlias: { ebnf: "txt" },
    theme: { light: "github-light-high-contrast", dark: "github-dark" },
  },
  vite: { build: { assetsInlineLimit: 0 } },
  transformPageData({ relativePath }) {
    const { text } = sourceOf(relativePath);
    return { title: titleOf(text), description: describe(text) };
  },
  // Loaded with the styles: a text that changes its font later would move the page.
  transformHead: ({ assets }) =>
    assets
      .filter((file) => /figtree-latin-wght-normal\.[\w-]+\.woff2$/.test(file))
      .map((href) => ["link", { rel: "preload", href, as: "font", type: "font/woff2", crossorigin: "" }]),
  transformHtml: (html, _file, { page }) =>
    withoutInlineScripts(page === notFoundPage ? withoutRouter(html) : html, { outDir, base }),
  buildEnd: () => writeForPrograms(sources, outDir),
  themeConfig: {
    nav: [
      { text: "Start", link: "/start" },
      // The router of the site does not know what the Worker serves by itself.
      { text: "API reference", link: "/api", target: "_self" },
      { text: "Tables", link: "/reference/" },
    ],
    sidebar: sidebarOf(sources),
    outline: { level: [2, 3], label: "On this page" },
    search: {
      provider: "local",
      // A single letter, such as that of “can't”, is in every page.
      options: { miniSearch: { options: { processTerm: (term) => (term.length < 2 ? null : term.toLowerCase()) } } },
    },
    externalLinkIcon: true,
    docFooter: { prev: "Before", next: "Next" },
    darkModeSwitchTitle: "Switch to the dark theme",
    lightModeSwitchTitle: "Switch to the light theme",
  },
});
