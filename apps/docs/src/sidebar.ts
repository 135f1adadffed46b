import type { DefaultTheme } from "vitepress";
import { contents } from "./contents.ts";
import { titleOf } from "./describe.ts";
import type { Source } from "./sources.ts";

/** `/start` of `start.md`, `/decisions/` of `decisions/index.md`. */
const linkOf = (page: string): string => `/${page.replace(/(?:index)?\.md$/, "")}`;

/** The sidebar: the table of contents, the examples, and the decisions. */
export function sidebarOf(sources: readonly Source[]): DefaultTheme.SidebarItem[] {
  const list = (pattern: RegExp) =>
    sources
      .filter(({ page }) => pattern.test(page))
      .toSorted((a, b) => (a.page < b.page ? -1 : 1))
      .map(({ page, text }) => ({ text: titleOf(text), link: linkOf(page) }));
  const closed = (text: string, pattern: RegExp) => {
    const items = list(pattern);
    return items.length === 0 ? [] : [{ text, items, collapsed: true }];
  };
  const [begin, ...others] = contents.map(({ text, pages }) => ({
    text,
    items: pages.map(([page, name]) => ({ text: name, link: linkOf(page) })),
  }));
  return [
    ...(begin ? [begin] : []),
    ...closed("Learn, chapter by chapter", /^learn\//),
    ...others,
    ...closed("Examples", /^examples\//),
    ...closed("Decisions", /^decisions\//),
  ];
}
