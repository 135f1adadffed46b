import { existsSync } from "node:fs";
import chromiumFromNpm from "@sparticuz/chromium";
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { freePort } from "./start-till.ts";

/** Root can't run Chromium's sandbox. Chromium makes no background requests. */
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/**
 * The Chromium from npm on 64-bit Linux, which unpacks itself on the first run; elsewhere, the installed Chrome.
 */
export async function findChromium(): Promise<{ executablePath: string } | { channel: "chrome" }> {
  const named = process.env["CHROME_PATH"];
  if (named !== undefined && existsSync(named)) return { executablePath: named };
  if (process.platform !== "linux" || process.arch !== "x64") return { channel: "chrome" };
  return { executablePath: await chromiumFromNpm.executablePath() };
}

/** Starts a headless browser. */
export const launchChromium = async (): Promise<Browser> =>
  chromium.launch({ ...(await findChromium()), args: [...args, "--headless=shell"] });

/** Starts one with a profile and a debugging port that other programs can use. */
export async function launchChromiumWithProfile(profile: string): Promise<{ context: BrowserContext; port: number }> {
  const port = await freePort();
  const context = await chromium.launchPersistentContext(profile, {
    ...(await findChromium()),
    args: [...args, "--headless=shell", `--remote-debugging-port=${port}`],
  });
  return { context, port };
}
