import { once } from "node:events";
import { type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Session } from "@till/contracts";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sessionOf, somebody } from "../src/person.ts";
import { startTill } from "../src/start-till.ts";
import type { Visit } from "../src/visit.ts";
import { heading, says } from "./shop.ts";
import { windowOf } from "./window.ts";

/** A live shop: no sandbox, and a login page of its own, which signs in whoever the test says. */
let till: Awaited<ReturnType<typeof startTill>>;
let loginPage: Server;
const login: { session: Session | null } = { session: null };

beforeAll(async () => {
  loginPage = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "", "http://localhost");
    const answer = new URLSearchParams({ token: login.session?.token ?? "", state: searchParams.get("state") ?? "" });
    const location = `${searchParams.get("return_to")}#${answer.toString()}`;
    response.writeHead(302, { location }).end();
  });
  loginPage.listen(0, "127.0.0.1");
  await once(loginPage, "listening");
  const LOGIN_URL = `http://127.0.0.1:${(loginPage.address() as AddressInfo).port}/`;
  till = await startTill({ SANDBOX: "off", LOGIN_URL });
});
afterAll(async () => {
  loginPage.close();
  await till.stop();
});

const person = (name: string) => sessionOf({ ...somebody(), name }, till);

async function open(path: string, visit: Visit = {}): Promise<Page> {
  const page = await windowOf(till.url, visit);
  await page.goto(path);
  return page;
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** Everything that the browser keeps for this shop, as one text. */
const kept = (page: Page) =>
  page.evaluate(() =>
    JSON.stringify([Object.entries(window.localStorage), Object.entries(window.sessionStorage), document.cookie]),
  );

test("a sign-in that the shop has started needs no question, and leads back to the page", async () => {
  login.session = await person("Asha Rao");
  const page = await open("/orders");
  await page.getByRole("main").getByRole("button", { name: "Sign in" }).click();
  await heading(page, "No orders yet");
  expect(page.url()).toBe(`${till.url}/orders`);
  await page.reload();
  await heading(page, "No orders yet");
});

test("who signs out is gone, and so is their token; of two people, only the last one's is kept", async () => {
  const [asha, chen] = [await person("Asha Rao"), await person("Chen Li")];
  login.session = asha;
  const page = await open("/orders");
  await page.getByRole("banner").getByRole("button", { name: "Sign in" }).click();
  await says(page, "Asha Rao");
  expect(await kept(page)).toContain(asha.token);
  await button(page, "Sign out").click();
  await page.getByRole("banner").getByRole("button", { name: "Sign in" }).waitFor();
  expect(await kept(page)).not.toContain(asha.token);

  login.session = chen;
  await page.getByRole("banner").getByRole("button", { name: "Sign in" }).click();
  await says(page, "Chen Li");
  expect(await kept(page)).toContain(chen.token);
  expect(await kept(page)).not.toContain(asha.token);
});

test("a link with somebody's token asks first, and whoever refuses stays who they are", async () => {
  const [asha, mallory] = [await person("Asha Rao"), await person("Mallory")];
  for (const more of ["", "&state=guessed"]) {
    const page = await open(`/orders#token=${mallory.token}${more}`, { session: asha });
    const dialog = page.getByRole("dialog", { name: "Sign in as Mallory?" });
    await dialog.getByText("You are signed in as").waitFor();
    expect(page.url()).toBe(`${till.url}/orders`);
    expect(await kept(page)).not.toContain(mallory.token);
    await dialog.getByRole("button", { name: "Stay signed in as Asha Rao" }).click();
    await dialog.waitFor({ state: "detached" });
    await says(page, "Asha Rao");
    expect(await kept(page)).not.toContain(mallory.token);
  }
});

test("a link asks a visitor too, and whoever accepts is signed in", async () => {
  const mallory = await person("Mallory");
  const page = await open(`/orders#token=${mallory.token}`);
  const dialog = page.getByRole("dialog", { name: "Sign in as Mallory?" });
  await dialog.getByRole("button", { name: "Do not sign in" }).waitFor();
  await heading(page, "Sign in");
  await dialog.getByRole("button", { name: "Sign in as Mallory" }).click();
  await heading(page, "No orders yet");
});

test("the state of a sign-in is worth something once", async () => {
  login.session = await person("Asha Rao");
  const page = await open("/orders");
  const asked = page.waitForRequest((request) => request.url().includes("/sign-in?"));
  await page.getByRole("banner").getByRole("button", { name: "Sign in" }).click();
  const state = new URL((await asked).url()).searchParams.get("state");
  await heading(page, "No orders yet");
  const { token } = await person("Mallory");
  // Another document of the same tab: an address that differs behind `#` only would not load the page.
  await page.goto(`/?again#token=${token}&state=${state}`);
  await page.getByRole("dialog", { name: "Sign in as Mallory?" }).waitFor();
});

test("one's own token again is no question", async () => {
  const user = { ...somebody(), name: "Asha Rao" };
  const session = await sessionOf(user, till);
  const renewed = await sessionOf(user, till, new Date(Date.now() + 2 * 60 * 60_000));
  const page = await open(`/orders#token=${renewed.token}`, { session });
  await heading(page, "No orders yet");
  await expect.poll(() => kept(page), { timeout: 20_000 }).toContain(renewed.token);
  expect(await kept(page)).not.toContain(session.token);
});

test("tokens that an earlier version of the shop has left are removed", async () => {
  const page = await open("/");
  await page.evaluate(() => window.localStorage.setItem("till-session", "an-old-token"));
  await page.reload();
  await expect.poll(() => kept(page), { timeout: 20_000 }).not.toContain("an-old-token");
});
