import { expect, test } from "vitest";
import { findBarriers } from "../src/axe.ts";
import { settled } from "./settled.ts";
import { titled, useShop } from "./shop.ts";

const { open, customer } = useShop();

/** A customer with an order of every kind, and a basket with every kind of problem. */
async function everything() {
  const { session, api, product, placeOrder } = await customer();
  const [plenty, scarce] = [await product("Jaggery"), await product("Electric Burr")];
  const declined = await placeOrder();
  const source = { token: "pm_card_visa_chargeDeclined" };
  await api.orders.pay.mutate({ id: declined.id, source }).catch(() => undefined);
  const paid = await placeOrder();
  await api.orders.pay.mutate({ id: paid.id });
  const waiting = await placeOrder();
  await api.orders.pay.mutate({ id: waiting.id, source: { token: "pm_card_threeDSecure2Required" } });
  const cancelled = await placeOrder("COD");
  await api.orders.cancel.mutate({ id: cancelled.id, reason: "Ordered twice" });
  const lines = [
    { productId: plenty.id, quantity: 2 },
    { productId: scarce.id, quantity: 50 },
  ];
  const other = await product("Honey");
  return {
    session,
    other,
    ids: { declined, paid, waiting, cancelled },
    basket: { lines, discountCode: "FIRST100" },
    plenty,
  };
}

type Everything = Awaited<ReturnType<typeof everything>>;

/** Every customer page in its fullest state, and its heading once it has loaded. */
const pages: [path: (all: Everything) => string, title: string][] = [
  [() => "/", "Coffee, tea and tools"],
  [() => "/?q=bicycle", "Coffee, tea and tools"],
  [({ plenty }) => `/products/${plenty.id}`, "Palm Jaggery, 500 g"],
  [({ other }) => `/products/${other.id}`, "Wild Forest Honey, 350 g"],
  [() => "/basket", "Your basket"],
  [() => "/checkout", "Checkout"],
  [({ ids }) => `/checkout?order=${ids.declined.id}`, "Pay order"],
  [({ ids }) => `/orders/${ids.declined.id}`, "Order #"],
  [({ ids }) => `/orders/${ids.paid.id}`, "Order #"],
  [({ ids }) => `/orders/${ids.waiting.id}`, "Order #"],
  [({ ids }) => `/orders/${ids.cancelled.id}`, "Order #"],
  [() => "/orders", "Your orders"],
  [() => "/orders?status=REFUNDED", "Your orders"],
  [() => "/nowhere", "Page not found"],
];

test.for([
  ["light", "wide"],
  ["dark", "phone"],
] as const)("axe finds no barrier on any page, %s and %s", async ([colorScheme, device]) => {
  const all = await everything();
  const page = await open("/", { session: all.session, basket: all.basket, colorScheme, device });
  const barriers: Record<string, string[]> = {};
  for (const [pathOf, title] of pages) {
    const path = pathOf(all);
    await page.goto(path);
    await page.getByRole("heading", { name: title, level: 1 }).waitFor();
    await settled(page);
    const found = await findBarriers(page);
    if (found.length > 0) barriers[path] = found;
  }
  expect(barriers).toEqual({});
});

test("axe finds no barrier for visitors, in a dialog, and in a form with mistakes", async () => {
  const all = await everything();
  const page = await open("/orders");
  await titled(page, "Your orders");
  expect(await findBarriers(page)).toEqual([]);

  const signedIn = await open(`/orders/${all.ids.declined.id}`, { session: all.session, colorScheme: "dark" });
  await signedIn.getByRole("button", { name: "Cancel order" }).click();
  await signedIn.getByRole("dialog").waitFor();
  expect(await findBarriers(signedIn)).toEqual([]);

  await signedIn.goto(`/checkout?order=${all.ids.declined.id}`);
  await signedIn.getByRole("button", { name: "Pay ₹390.00" }).click();
  await signedIn.getByText("Enter 3 or 4 digits.").waitFor();
  expect(await findBarriers(signedIn)).toEqual([]);
});
