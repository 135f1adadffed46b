import type { Browser, Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import { launchChromium } from "../src/chromium.ts";
import { type Visit, openWindow } from "../src/visit.ts";

let running: Promise<Browser> | undefined;

/**
 * The browser of this test worker. Its files share it, because its start takes longer than most tests, and each window
 * has storage of its own. It ends with the worker. If it has crashed, the next test starts another one.
 */
export async function sharedBrowser(): Promise<Browser> {
  running ??= launchChromium();
  const browser = await running;
  if (browser.isConnected()) return browser;
  running = undefined;
  return sharedBrowser();
}

/** Opens a window on a Till until the test is over. The test fails if the page has had a hidden fault. */
export async function windowOf(url: string, visit: Visit = {}): Promise<Page> {
  const { context, page, faults } = await openWindow(await sharedBrowser(), url, visit);
  onTestFinished(async () => {
    await context.close();
    expect(faults).toEqual([]);
  });
  return page;
}
