import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient } from "@libsql/client";
import { createTillClient } from "@till/client";
import { clientOf } from "./person.ts";
import type { Scene } from "./scene.ts";
import type { RunningTill } from "./start-till.ts";

/** The number of orders on each of the last days. */
const ordersOfDays = [6, 7, 12, 9, 4, 8, 6];

const declines = [
  "pm_card_visa_chargeDeclinedInsufficientFunds",
  "pm_card_chargeDeclinedIncorrectCvc",
  "pm_card_visa_chargeDeclinedInsufficientFunds",
  "pm_card_chargeDeclinedExpiredCard",
];

type Api = ReturnType<typeof clientOf>;

/** A week of a shop as its staff see it: the scenes of the counter and the inbox. */
export async function prepareCounter(till: RunningTill): Promise<Scene[]> {
  const signIn = (userId: string) => createTillClient({ url: till.url }).sandbox.signIn.mutate({ userId });
  const session = await signIn("usr_meera");
  const staff = clientOf(session, till);
  const buyers = [clientOf(await signIn("usr_ben"), till), clientOf(await signIn("usr_chen"), till)];
  const receiver = await listen();
  await addEndpoints(staff, receiver.url);
  for (const [index, orders] of ordersOfDays.entries()) {
    const ids = await sellForADay(orders, buyers, staff);
    await moveBack(till, ids, ordersOfDays.length - 1 - index);
  }
  const { refunded, mail } = await serve(buyers[0] ?? staff, staff);
  await receiver.stop();
  await keepStock(staff);
  const guestPath = await orderForGuest(staff, till.url);
  const visit = { session };
  return [
    { name: "counter", path: "/counter", visit },
    { name: "counter-orders", path: "/counter/orders", visit },
    { name: "counter-order", path: `/counter/orders?order=${refunded}`, visit },
    { name: "counter-new-order", path: "/counter/orders/new", visit },
    { name: "guest-order", path: guestPath },
    { name: "counter-products", path: "/counter/products", visit },
    { name: "counter-product", path: "/counter/products?product=10", visit },
    { name: "counter-import", path: "/counter/products/import", visit },
    { name: "counter-customers", path: "/counter/customers", visit },
    { name: "counter-customer", path: "/counter/customers?customer=usr_ben", visit },
    { name: "counter-erase", path: "/counter/customers?customer=usr_ben", visit, press: /^Erase/ },
    { name: "counter-statement", path: "/counter/statement", visit },
    { name: "counter-discounts", path: "/counter/discounts", visit },
    { name: "counter-webhooks", path: "/counter/webhooks", visit },
    { name: "counter-deliveries", path: "/counter/deliveries", visit, press: /^order.refunded/ },
    { name: "counter-audit", path: "/counter/audit", visit, press: /^Run/ },
    { name: "counter-dossier", path: `/counter/orders/${refunded}/dossier`, visit, press: /webhooks?$/ },
    { name: "counter-outbox", path: "/counter/outbox", visit },
    { name: "inbox", path: `/inbox?message=${mail}`, visit },
    { name: "inbox-texts", path: `/inbox?channel=SMS&phone=${encodeURIComponent("+919800000002")}`, visit },
  ];
}

/** An order by phone with shipping and a tax that the prices include, and the path of the guest's link to it. */
async function orderForGuest(staff: Api, url: string): Promise<string> {
  const { guestLink = "" } = await staff.orders.create.mutate({
    items: [
      { productId: 2, quantity: 2 },
      { productId: 10, quantity: 1 },
    ],
    paymentMethod: "ONLINE",
    customer: { name: "Ravi Iyer", email: "ravi@example.com" },
    shippingAddress: { line1: "12 Temple Road", city: "Mysuru", postalCode: "570001", country: "IN" },
    extras: [
      { type: "SHIPPING", name: "Express delivery", amount: 9_900 },
      { type: "TAX", name: "GST", amount: 11_700, included: true, rate: 500 },
    ],
  });
  return guestLink.slice(url.length);
}

/** Moves the stock of a product in each way, and adds discount codes. */
async function keepStock(staff: Api): Promise<void> {
  await staff.products.adjustStock.mutate({ id: 10, change: 24, reason: "Delivery of March" });
  await staff.products.adjustStock.mutate({ id: 10, change: -1, reason: "Broken in the shop" });
  await staff.products.setStock.mutate({ id: 10, stock: 45, reason: "Stocktake" });
  const terms = { kind: "PERCENT", value: 20, currency: "INR" } as const;
  await staff.discounts.create.mutate({ ...terms, code: "SUMMER20", startsAt: "2027-05-01T00:00:00Z", maxUses: 500 });
  await staff.discounts.create.mutate({ ...terms, code: "STAFF20", maxDiscountAmount: 100_000 });
  await staff.discounts.disable.mutate({ code: "STAFF20" });
}

/** A server that receives webhooks. */
async function listen() {
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.end("Received with thanks."));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/webhooks`, stop: () => new Promise((resolve) => server.close(resolve)) };
}

async function addEndpoints(staff: Api, url: string): Promise<void> {
  const { create } = staff.webhooks.endpoints;
  await create.mutate({ url, eventTypes: ["order.paid", "order.refunded"], description: "The warehouse" });
  const away = "http://127.0.0.1:9/away";
  await create.mutate({ url: away, eventTypes: ["order.cancelled"], description: "A server that does not answer" });
}

/** Places orders of many kinds, and returns their ids. */
async function sellForADay(orders: number, buyers: readonly Api[], staff: Api): Promise<number[]> {
  const ids: number[] = [];
  for (let index = 0; index < orders; index += 1) {
    const api = buyers[index % buyers.length] ?? staff;
    const items = [{ productId: 1 + (index % 4), quantity: 1 + (index % 2) }];
    const paymentMethod = index % 4 === 3 ? "COD" : "ONLINE";
    const { id } = await api.orders.create.mutate({ items, paymentMethod });
    ids.push(id);
    if (paymentMethod === "COD") await staff.orders.collect.mutate({ id });
    else if (index % 5 === 4) await api.orders.cancel.mutate({ id, reason: "Changed my mind" });
    else {
      const token = declines[(index + orders) % declines.length] ?? "";
      if (index % 3 === 1) await api.orders.pay.mutate({ id, source: { token } }).catch(() => undefined);
      await api.orders.pay.mutate({ id });
      if (index % 6 === 2) await staff.orders.refund.mutate({ id, amount: 15_000, reason: "A bag was torn" });
    }
  }
  return ids;
}

/**
 * Moves the newest orders back by a number of days: every time of them, so that an audit finds nothing, and the sums that
 * the database keeps of the day, which are of these orders alone.
 */
async function moveBack(till: RunningTill, ids: readonly number[], days: number): Promise<void> {
  const database = createClient(till.database);
  const moved = (column: string) => `${column} = strftime('%Y-%m-%dT%H:%M:%fZ', ${column}, '-${days} days')`;
  const here = `IN (${ids.join(", ")})`;
  const isOfToday = `quarter > strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-12 hours')`;
  await database.batch(
    [
      `UPDATE orders SET ${["created_at", "updated_at", "expires_at", "paid_at", "cancelled_at"].map(moved).join(", ")} WHERE id ${here}`,
      `UPDATE order_events SET ${moved("at")} WHERE order_id ${here}`,
      `UPDATE order_events SET data = json_set(data, '$.expiresAt', (SELECT expires_at FROM orders WHERE id = order_id))
        WHERE order_id ${here} AND command = 'create'`,
      `UPDATE payments SET ${moved("created_at")}, ${moved("settled_at")} WHERE order_id ${here}`,
      `UPDATE refunds SET ${moved("created_at")}, ${moved("settled_at")} WHERE order_id ${here}`,
      `UPDATE order_sums SET ${moved("quarter")} WHERE ${isOfToday}`,
      `UPDATE statement_sums SET ${moved("quarter")} WHERE ${isOfToday}`,
      `UPDATE notifications SET ${moved("created_at")}, ${moved("sent_at")} WHERE order_id ${here}`,
      `UPDATE webhook_deliveries SET ${moved("created_at")} WHERE order_id ${here}`,
    ],
    "write",
  );
  database.close();
}

/** Today's orders: one has a partial refund, and the message of another fails. */
async function serve(buyer: Api, staff: Api) {
  const items = [
    { productId: 10, quantity: 1 },
    { productId: 5, quantity: 2 },
  ];
  const refunded = await buyer.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  await buyer.orders.pay.mutate({ id: refunded.id });
  await staff.orders.refund.mutate({ id: refunded.id, amount: 42_000, reason: "One bag was torn" });
  const about = { orderId: refunded.id, search: "refunded" };
  const mail = await staff.inbox.waitFor({ ...about, channel: "EMAIL" });
  await staff.inbox.waitFor({ ...about, channel: "SMS" });
  await staff.sandbox.failMessages.mutate({ channel: "EMAIL", failNext: 1 });
  const { id } = await buyer.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  await buyer.orders.pay.mutate({ id });
  await staff.inbox.waitFor({ orderId: id, channel: "SMS" });
  return { refunded: refunded.id, mail: mail.id };
}
