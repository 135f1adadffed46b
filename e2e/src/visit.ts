import type { OrderLine, Session } from "@till/contracts";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";

/** The state in which somebody opens the shop. */
export interface Visit {
  session?: Session | undefined;
  /** The initial contents of their basket. */
  basket?: { lines: OrderLine[]; discountCode?: string } | undefined;
  device?: keyof typeof devices;
  colorScheme?: "light" | "dark";
  /** Their time zone, such as `Asia/Kolkata`. The default is UTC. */
  timezoneId?: string;
}

export const devices = {
  wide: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} satisfies Record<string, BrowserContextOptions>;

/** A store of the shop as it is saved in the browser. */
const kept = (name: string, state: unknown) => ({ name, value: JSON.stringify({ state, version: 0 }) });

/** Signs somebody in, in each tab of a window: a tab keeps its session by itself, until somebody else is signed in there. */
export async function signIn(context: BrowserContext, session: Session): Promise<void> {
  const { name, value } = kept("till-session", { session });
  await context.addInitScript(
    ([key, text]) => {
      // The page of an email has no storage.
      if (window === window.top && sessionStorage.getItem(key) === null) sessionStorage.setItem(key, text);
    },
    [name, value] as const,
  );
}

/** Opens a new browser window with empty storage. */
export async function openWindow(
  browser: Browser,
  url: string,
  visit: Visit = {},
): Promise<{ context: BrowserContext; page: Page; faults: string[] }> {
  const { session, basket, device = "wide", colorScheme = "light", timezoneId = "UTC" } = visit;
  const context = await browser.newContext({
    ...devices[device],
    baseURL: url,
    colorScheme,
    locale: "en-GB",
    timezoneId,
    reducedMotion: "reduce",
    storageState: {
      cookies: [],
      origins: [{ origin: url, localStorage: basket ? [kept("till-basket", { discountCode: "", ...basket })] : [] }],
    },
  });
  if (session) await signIn(context, session);
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  return { context, page, faults: watch(page) };
}

/** Hidden faults of a page: exceptions, React warnings, and anything that the policy blocks. */
function watch(page: Page): string[] {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    // The browser logs each 4xx answer. The shop shows those on the page.
    const isAnswer = message.text().startsWith("Failed to load resource");
    if (["error", "warning"].includes(message.type()) && !isAnswer) faults.push(message.text());
  });
  return faults;
}
