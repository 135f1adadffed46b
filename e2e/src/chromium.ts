import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import chromiumFromNpm, { inflate } from "@sparticuz/chromium";
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

/** The libraries that come with the npm package: NSS, NSPR and Expat, which a minimal Linux lacks. */
const librariesArchive = join(
  dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")),
  "../bin/al2023.tar.br",
);

type Whereabouts = { executablePath: string; env?: Record<string, string | undefined> } | { channel: "chrome" };

/**
 * The Chromium of the npm package with its libraries on 64-bit Linux; elsewhere, the Chrome that is installed. The first
 * call on a machine unpacks it, and must be over before another process makes one.
 */
export async function findChromium(): Promise<Whereabouts> {
  const named = process.env["CHROME_PATH"];
  if (named !== undefined && existsSync(named)) return { executablePath: named };
  if (process.platform !== "linux" || process.arch !== "x64") return { channel: "chrome" };
  const libraries = `${await inflate(librariesArchive)}/lib`;
  const searched = [libraries, process.env["LD_LIBRARY_PATH"]].filter(Boolean).join(":");
  return {
    executablePath: await chromiumFromNpm.executablePath(),
    env: { ...process.env, LD_LIBRARY_PATH: searched },
  };
}

/** The environment of this process, and in `CHROME_PATH` or `CHROME_CHANNEL` the browser for other people's tests. */
export async function environmentWithChromium(): Promise<NodeJS.ProcessEnv> {
  const found = await findChromium();
  if ("channel" in found) return { ...process.env, CHROME_CHANNEL: found.channel };
  return { ...process.env, ...found.env, CHROME_PATH: found.executablePath };
}

/** Says in one sentence what to install, where a library is missing all the same. */
async function orSayWhatIsMissing<Started>(starting: Promise<Started>): Promise<Started> {
  try {
    return await starting;
  } catch (error) {
    const library = /error while loading shared libraries: ([^:\s]+)/.exec(String(error))?.[1];
    if (library === undefined) throw error;
    throw new Error(
      `Chromium can't start, because ${library} is missing. On Debian: apt-get install libnspr4 libnss3 libexpat1. ` +
        "Or install Chrome, and set CHROME_PATH to it.",
      { cause: error },
    );
  }
}

/** Starts a headless browser. */
export const launchChromium = async (): Promise<Browser> =>
  orSayWhatIsMissing(chromium.launch({ ...(await findChromium()), args: [...args, "--headless=shell"] }));

/** Starts one with a profile and a debugging port that other programs can use. */
export async function launchChromiumWithProfile(profile: string): Promise<{ context: BrowserContext; port: number }> {
  const port = await freePort();
  const context = await orSayWhatIsMissing(
    chromium.launchPersistentContext(profile, {
      ...(await findChromium()),
      args: [...args, "--headless=shell", `--remote-debugging-port=${port}`],
    }),
  );
  return { context, port };
}
