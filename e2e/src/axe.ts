import axe from "axe-core";
import type { Page } from "playwright-core";

/** The accessibility barriers that axe-core finds on a page: one line each, with the element and the fix. */
export async function findBarriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    // A captured email is in a frame without scripts, so axe can't run in it.
    window.axe.run(document, {
      resultTypes: ["violations"],
      iframes: false,
      // People who use voice control say the visible text, so the accessible name must contain it (WCAG 2.5.3).
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
