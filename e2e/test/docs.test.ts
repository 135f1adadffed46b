import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { findBarriers } from "../src/axe.ts";
import { titled, useShop } from "./shop.ts";

const { till, open, scriptless } = useShop();

/** Pages of every kind, with their headings. */
const pages = [
  ["/docs", "Till documentation"],
  ["/docs/start", "Start"],
  ["/docs/reference/transitions", "Statuses and transitions"],
  ["/docs/problems#out-of-stock", "Refusals"],
  ["/docs/packages/testing", "@till/testing"],
  ["/docs/decisions/0017-audit", /An audit from the events/],
  ["/docs/no-such-page", "There is no page here"],
] as const;

/** Waits until the page's own scripts have taken it over. Before that its menus do nothing. */
const isTakenOver = (page: Page) => page.waitForFunction(() => "__vue_app__" in (document.querySelector("#app") ?? {}));

test.for([
  ["light", "wide"],
  ["dark", "phone"],
] as const)("no page has a barrier, is wider than the screen or breaks its policy, %s and %s", async (look) => {
  const [colorScheme, device] = look;
  const page = await open("/healthz", { colorScheme, device });
  const session = await page.context().newCDPSession(page);
  const issues: unknown[] = [];
  session.on("Audits.issueAdded", ({ issue }) => issues.push(issue));
  await session.send("Audits.enable");
  const barriers: Record<string, string[]> = {};
  for (const [path, title] of pages) {
    await page.goto(path);
    await titled(page, title);
    const found = await findBarriers(page);
    if (found.length > 0) barriers[path] = found;
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), path).toBeLessThanOrEqual(0);
  }
  expect(barriers).toEqual({});
  expect(issues).toEqual([]);
});

test("the documentation can be read without JavaScript, and its links lead on", async () => {
  const page = await scriptless();
  for (const [path, title] of pages) {
    await page.goto(path);
    await titled(page, title);
  }
  await page.goto("/docs");
  await page.getByRole("main").getByRole("link", { name: "Start", exact: true }).click();
  await titled(page, "Start");
  await page.getByText("sandbox.signIn").first().waitFor();
  await page.goto("/docs/api");
  await page.getByRole("link", { name: "The table of the procedures" }).click();
  await titled(page, "Procedures");
});

test("the first screen leads to the API reference, which is a page of its own, also on a phone", async () => {
  const page = await open("/docs", { device: "phone" });
  const link = page.getByRole("main").getByRole("link", { name: "API reference" });
  const { y = Infinity } = (await link.boundingBox()) ?? {};
  expect(y).toBeLessThan(844);
  await link.click();
  await titled(page, "Till");
  expect(new URL(page.url()).pathname).toBe("/docs/api");
  await page.getByRole("link", { name: "Till documentation" }).click();
  await titled(page, "Till documentation");
});

test("a search finds where it says that a paid order can't be cancelled, with the table and its file", async () => {
  const page = await open("/docs");
  await isTakenOver(page);
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("searchbox").fill("a paid order can't be cancelled");
  const first = page.locator("#localsearch-list a").first();
  await first.getByText("Statuses and transitions").waitFor();
  await first.click();
  await titled(page, "Statuses and transitions");
  await page.getByText("A paid order can't be cancelled.").waitFor();
  await page.getByText("packages/domain/src/transitions.ts").first().waitFor();
});

test("a deep link opens at its place, and a dark page is dark from its first paint", async () => {
  const page = await open("/docs/problems#out-of-stock", { colorScheme: "dark" });
  await titled(page, "Refusals");
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(500);
  const html = await (await fetch(new URL("/docs", till.url))).text();
  const head = html.slice(0, html.indexOf("</head>"));
  const [, script = ""] = /<script src="([^"]+)"><\/script>/.exec(head) ?? [];
  expect(await (await fetch(new URL(script, till.url))).text()).toContain("prefers-color-scheme: dark");
});
