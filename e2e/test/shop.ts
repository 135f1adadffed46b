import type { Order, Session } from "@till/contracts";
import type { Page } from "playwright-core";
import { inject, onTestFinished } from "vitest";
import { clientOf, sessionOf, somebody } from "../src/person.ts";
import type { Visit } from "../src/visit.ts";
import { sharedBrowser, windowOf } from "./window.ts";

/** The shop in a browser, for the tests of one file. Each window starts with empty storage and closes with its test. */
export function useShop() {
  const till = inject("till");

  const open = async (path: string, visit: Visit = {}): Promise<Page> => {
    const page = await windowOf(till.url, visit);
    await page.goto(path);
    return page;
  };

  /** A browser window in which no page runs scripts. */
  const scriptless = async (): Promise<Page> => {
    const browser = await sharedBrowser();
    const context = await browser.newContext({ javaScriptEnabled: false, baseURL: till.url });
    onTestFinished(() => context.close());
    context.setDefaultTimeout(20_000);
    return context.newPage();
  };

  /** A new customer, with a client to create the test's data. */
  const customer = async (known?: Session) => {
    const session = known ?? (await sessionOf(somebody(), till));
    const api = clientOf(session, till);
    /** The first product that a search finds. Tests use products with plenty of stock. */
    const product = async (search: string) => {
      const [found] = (await api.products.list.query({ search })).items;
      if (!found) throw new Error(`The demo catalogue has no “${search}”.`);
      return found;
    };
    const placeOrder = async (paymentMethod: Order["paymentMethod"] = "ONLINE") => {
      const { id: productId } = await product("Jaggery");
      return api.orders.create.mutate({ items: [{ productId, quantity: 2 }], paymentMethod });
    };
    return { session, api, product, placeOrder };
  };

  /** A new member of staff. */
  const staff = async () => {
    const session = await sessionOf(somebody("staff"), till);
    return { session, api: clientOf(session, till) };
  };

  return { till, open, scriptless, customer, staff };
}

/** Waits until the page with this title is open. */
export const titled = (page: Page, name: string | RegExp) => page.getByRole("heading", { name, level: 1 }).waitFor();

/** Waits until a heading with this text is on the page. */
export const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { name }).first().waitFor();

/** Waits until the page says this somewhere. */
export const says = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
