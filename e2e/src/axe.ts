import axe from "axe-core";
import type { Page } from "playwright-core";

/** What axe-core finds on a page that keeps people out: one line each, with the element and what would be right. */
export async function findBarriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    // A captured email stands in a frame that can run nothing, so axe can't ask it.
    window.axe.run(document, {
      resultTypes: ["violations"],
      iframes: false,
      // Who speaks to their computer says what stands on a button, so its name has that in it (WCAG 2.5.3).
      rules: { "label-content-name-mismatch": { enabled: true } },
    }),
  );
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ""}`));
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
