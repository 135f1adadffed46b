import type { Page } from "playwright-core";

/** The words that nobody may read in a live shop. */
export const forbidden = /\b(?:demo|tests?|sandbox(?:es)?|simulated|mock)\b/gi;

/** Everything that a page says: its title, its text, and what is read out or shown when one points at something. */
export const wordsOf = (page: Page) =>
  page.evaluate(() =>
    [
      document.title,
      document.body.innerText,
      ...["aria-label", "alt", "title", "placeholder", "content"].flatMap((name) =>
        Array.from(document.querySelectorAll(`[${name}]`), (element) => element.getAttribute(name)),
      ),
    ].join("\n"),
  );
