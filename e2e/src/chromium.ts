import { existsSync } from "node:fs";
import chromiumFromNpm from "@sparticuz/chromium";
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { freePort } from "./start-till.ts";

/** Root can't sandbox its browser, and nothing is fetched in the background. */
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/**
 * The Chromium of the npm package on 64-bit Linux, which unpacks itself the first time; elsewhere, the Chrome that is
 * installed.
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

/** Starts one with a profile that other programs can join, at a port for debugging. */
export async function launchChromiumWithProfile(profile: string): Promise<{ context: BrowserContext; port: number }> {
  const port = await freePort();
  const context = await chromium.launchPersistentContext(profile, {
    ...(await findChromium()),
    args: [...args, "--headless=shell", `--remote-debugging-port=${port}`],
  });
  return { context, port };
}
