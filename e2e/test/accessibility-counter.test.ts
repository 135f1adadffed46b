import { expect, onTestFinished, test } from "vitest";
import { findBarriers } from "../src/axe.ts";
import { settled } from "./settled.ts";
import { useShop } from "./shop.ts";

const { open, customer, staff } = useShop();

/**
 * A shop with an order that was declined, paid, partly refunded and announced, and an endpoint that does not answer.
 */
async function shopAtWork() {
  const clerk = await staff();
  const buyer = await customer();
  const { id: endpointId } = await clerk.api.webhooks.endpoints.create.mutate({
    url: "http://127.0.0.1:9/nobody",
    eventTypes: ["order.paid"],
    description: "Nobody listens",
  });
  onTestFinished(async () => void (await clerk.api.webhooks.endpoints.delete.mutate({ id: endpointId })));
  const { id } = await buyer.placeOrder();
  const source = { token: "pm_card_visa_chargeDeclined" };
  await buyer.api.orders.pay.mutate({ id, source }).catch(() => undefined);
  await buyer.api.orders.pay.mutate({ id });
  await clerk.api.orders.refund.mutate({ id, amount: 5_000, reason: "One was broken" });
  const cash = await buyer.placeOrder("COD");
  const mail = await buyer.api.inbox.waitFor({ orderId: id, channel: "EMAIL", search: "refunded" });
  await buyer.api.inbox.waitFor({ orderId: id, channel: "SMS", search: "refunded" });
  return { session: clerk.session, buyer, id, cash, mail, endpointId };
}

type Work = Awaited<ReturnType<typeof shopAtWork>>;

/** Every page of the counter and the inbox, and what a button with this name opens on it. */
const pages: [path: (work: Work) => string, button?: string | RegExp][] = [
  [() => "/counter"],
  [() => "/counter?days=31"],
  [() => "/counter/orders"],
  [() => "/counter/orders?q=nobody"],
  [() => "/counter/orders/new"],
  [({ id }) => `/counter/orders?order=${id}`],
  [({ id }) => `/counter/orders?order=${id}`, "Refund"],
  [({ cash }) => `/counter/orders?order=${cash.id}`, /^Take/],
  [() => "/counter/customers"],
  [({ buyer }) => `/counter/customers?customer=${buyer.session.user.id}`, "Erase"],
  [() => "/counter/statement"],
  [() => "/counter/products"],
  [() => "/counter/products", "Add product"],
  [() => "/counter/products?product=1"],
  [() => "/counter/products?shown=archived"],
  [() => "/counter/products/import"],
  [() => "/counter/discounts"],
  [() => "/counter/discounts", "Add code"],
  [() => "/counter/webhooks"],
  [() => "/counter/webhooks", "Add endpoint"],
  [() => "/counter/webhooks", "Sandbox tools"],
  [({ endpointId }) => `/counter/deliveries?endpoint=${endpointId}`, /^order.paid/],
  [() => "/counter/deliveries?order=999999"],
  [({ id }) => `/counter/outbox?order=${id}`],
  [() => "/counter/audit"],
  [() => "/counter/audit", "Run"],
  [() => "/counter/race"],
  [({ id }) => `/counter/orders/${id}/dossier`],
  [({ id }) => `/counter/orders/${id}/dossier`, /events$/],
  [({ id }) => `/counter/orders/${id}/dossier`, /webhooks?$/],
  [({ mail }) => `/inbox?message=${mail.id}`],
  [() => "/inbox?channel=SMS"],
  [({ buyer }) => `/inbox?channel=SMS&phone=${encodeURIComponent(buyer.session.user.phone ?? "")}`],
];

test.for([
  ["light", "wide"],
  ["dark", "phone"],
] as const)("axe finds no barrier at the counter and in the inbox, %s and %s", async ([colorScheme, device]) => {
  const work = await shopAtWork();
  const page = await open("/counter", { session: work.session, colorScheme, device });
  const barriers: Record<string, string[]> = {};
  for (const [pathOf, button] of pages) {
    const path = pathOf(work);
    await page.goto(path);
    await page.getByRole("heading", { level: 1, includeHidden: true }).waitFor();
    await settled(page);
    if (button !== undefined) await page.getByRole("button", { name: button }).first().click();
    const found = await findBarriers(page);
    if (found.length > 0) barriers[`${path} ${button ?? ""}`] = found;
  }
  expect(barriers).toEqual({});
});

test("axe finds no barrier for a customer at the counter and in an empty inbox", async () => {
  const { session } = await customer();
  const page = await open("/counter", { session });
  await page.getByText("a customer").waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await page.goto("/inbox");
  await page.getByRole("heading", { name: "No email yet" }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
});
