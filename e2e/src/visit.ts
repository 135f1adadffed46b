import type { OrderLine, Session } from "@till/contracts";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";

/** How somebody comes to the shop. */
export interface Visit {
  session?: Session | undefined;
  /** What they have in their basket already. */
  basket?: { lines: OrderLine[]; discountCode?: string } | undefined;
  device?: keyof typeof devices;
  colorScheme?: "light" | "dark";
  /** Where their clock is, as `Asia/Kolkata`; in UTC, if nothing is said. */
  timezoneId?: string;
}

export const devices = {
  wide: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} satisfies Record<string, BrowserContextOptions>;

/** What a store of the shop keeps in the browser, as it writes it. */
const kept = (name: string, state: unknown) => ({ name, value: JSON.stringify({ state, version: 0 }) });

/** All that the shop keeps in the browser of such a visitor. */
export function keep({ session, basket }: Visit) {
  return [
    ...(session ? [kept("till-session", { current: session.user.id, sessions: { [session.user.id]: session } })] : []),
    ...(basket ? [kept("till-basket", { discountCode: "", ...basket })] : []),
  ];
}

/** Opens a browser window of its own, in which nobody was before. */
export async function openWindow(
  browser: Browser,
  url: string,
  visit: Visit = {},
): Promise<{ context: BrowserContext; page: Page; faults: string[] }> {
  const { device = "wide", colorScheme = "light", timezoneId = "UTC" } = visit;
  const context = await browser.newContext({
    ...devices[device],
    baseURL: url,
    colorScheme,
    locale: "en-GB",
    timezoneId,
    reducedMotion: "reduce",
    storageState: { cookies: [], origins: [{ origin: url, localStorage: keep(visit) }] },
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  return { context, page, faults: watch(page) };
}

/** What goes wrong on a page without being seen: an exception, a warning of React, something that the policy blocks. */
function watch(page: Page): string[] {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    // The browser reports each answer of 4xx; the shop tells of those on the page.
    const isAnswer = message.text().startsWith("Failed to load resource");
    if (["error", "warning"].includes(message.type()) && !isAnswer) faults.push(message.text());
  });
  return faults;
}
