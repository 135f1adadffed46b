import type { Session } from "@till/contracts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clientOf, sessionOf, somebody } from "../src/person.ts";
import { startTill } from "../src/start-till.ts";
import type { Visit } from "../src/visit.ts";
import { forbidden, wordsOf } from "../src/words.ts";
import { settled } from "./settled.ts";
import { titled } from "./shop.ts";
import { windowOf } from "./window.ts";

const settings = { SHOP_NAME: "Acme & Sons", SHOP_SUPPORT: "help@acme.example", SHOP_COLOR: "#7a1f5c" };

let till: Awaited<ReturnType<typeof startTill>>;
beforeAll(async () => {
  till = await startTill({ SANDBOX: "off", ...settings });
});
afterAll(() => till.stop());

const person = (role: "customer" | "staff", name: string) => sessionOf({ ...somebody(role), name }, till);

const open = (visit: Visit) => windowOf(till.url, visit);

/** Opens pages as somebody, and returns the forbidden words of each page that has some. */
async function walk(paths: readonly string[], visit: Visit) {
  const page = await open(visit);
  const found: Record<string, string[]> = {};
  for (const path of paths) {
    await page.goto(path);
    await titled(page, /./);
    await settled(page);
    const said = await wordsOf(page);
    expect(said).toContain("Acme & Sons");
    const seen = said.match(forbidden);
    if (seen) found[path] = seen;
  }
  return found;
}

/** Orders for cash: one that waits, and one that was collected and partly refunded, with its receipt. */
async function placeOrders(customer: Session, staff: Session) {
  const api = clientOf(customer, till);
  const counter = clientOf(staff, till);
  const [product] = (await api.products.list.query({})).items;
  const items = [{ productId: product?.id ?? 0, quantity: 2 }];
  const waiting = await api.orders.create.mutate({ items, paymentMethod: "COD" });
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "COD" });
  const { payment } = await counter.orders.collect.mutate({ id });
  await counter.orders.refund.mutate({ id, amount: 100 });
  const { guestLink = "" } = await counter.orders.create.mutate({
    items,
    paymentMethod: "COD",
    customer: { name: "Ravi Iyer", email: "ravi@acme.example" },
  });
  return { items, waiting: waiting.id, paid: id, payment: payment.id, guest: guestLink.slice(till.url.length) };
}

test("a walk of a live shop finds its own name on every page, and no word of a demo, a test or a sandbox", async () => {
  const [customer, staff] = [await person("customer", "Asha Rao"), await person("staff", "Meera Nair")];
  const { items, waiting, paid, payment, guest } = await placeOrders(customer, staff);
  const anybody = ["/", "/?q=nothing", `/products/${items[0]?.productId}`, "/basket", "/checkout", "/never/heard/of"];
  const orders = ["/orders", `/orders/${waiting}`, `/orders/${paid}`, "/orders/999999", "/inbox"];
  const counter = ["", "/orders", `/orders?order=${waiting}`, `/orders?order=${paid}`, "/orders?order=999999"].concat([
    `/orders/${paid}/dossier`,
    "/orders/999999/dossier",
    "/orders/new",
    "/products",
    `/products?product=${items[0]?.productId}`,
    "/products/import",
    "/discounts",
    "/customers",
    `/customers?customer=${customer.user.id}`,
    "/statement",
    "/webhooks",
    "/deliveries",
    "/outbox",
    "/audit",
    "/race",
  ]);
  const basket = { lines: items };
  const found = await Promise.all([
    walk([...anybody, "/orders", "/counter", "/inbox", "/guest?order=1", guest], { basket }),
    walk(["/", "/checkout", ...orders], { basket, session: customer }),
    walk([...counter.map((path) => `/counter${path}`), "/inbox", "/checkout"], { session: staff }),
  ]);
  expect(found).toEqual([{}, {}, {}]);

  const served = ["/", "/sign-in", `/payments/${payment}/receipt`, `/payments/${payment}/confirm`];
  for (const path of [...served, "/payments/pay_none/receipt", "/payments/pay_none/confirm", "/t/nobody/"]) {
    const html = await (await fetch(`${till.url}${path}`, { headers: { accept: "text/html" } })).text();
    expect({ path, words: html.match(forbidden) }).toEqual({ path, words: null });
    expect(html).toContain("Acme &amp; Sons");
  }
});
