import type { Page } from "playwright-core";
import { findBarriers } from "../src/axe.ts";
import { devices } from "../src/visit.ts";
import { settled } from "./settled.ts";

/** The looks of a page. Each colour scheme and each width is in one of them. */
const looks = [
  { colorScheme: "light", device: "wide" },
  { colorScheme: "dark", device: "phone" },
] as const;

/** Shows an open page in a look, and waits until the shop has followed. */
async function show(page: Page, { colorScheme, device }: (typeof looks)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize(devices[device].viewport);
  await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
  await settled(page);
}

/** Colours and lays out everything. A browser leaves rows far below the window as they were, until somebody scrolls there. */
const layOutAll = (page: Page) =>
  page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { content-visibility: visible !important; }");
    document.adoptedStyleSheets.push(sheet);
  });

/**
 * The barriers of an open page in each look, by the look. It changes the look of the open page, because to open it again
 * takes longer. `turn` says with which look it begins, so that pages also load in each.
 */
export async function barriersInEachLook(page: Page, turn: number): Promise<Record<string, string[]>> {
  const barriers: Record<string, string[]> = {};
  await layOutAll(page);
  for (const look of turn % 2 === 0 ? looks : looks.toReversed()) {
    await show(page, look);
    const found = await findBarriers(page);
    if (found.length > 0) barriers[`${look.colorScheme} and ${look.device}`] = found;
  }
  return barriers;
}
