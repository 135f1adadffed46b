import { somebody, startTill } from "@till/api/testing";
import type { EventType } from "@till/contracts";
import { expect, onTestFinished, test } from "vitest";
import { createTillClient } from "../src/index.ts";

async function ordering() {
  const till = await startTill();
  onTestFinished(() => till.stop());
  const client = createTillClient({
    url: "http://till.test",
    token: await till.tokenOf(somebody()),
    fetch: (input, init) => till.request(input instanceof Request ? input.url : input.toString(), init),
  });
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const { id: orderId } = await client.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  return { client, orderId, pay: () => client.orders.pay.mutate({ id: orderId }) };
}

async function paidOrder() {
  const order = await ordering();
  await order.pay();
  return order;
}

/** An order whose customer used a card that is declined and then, by default, one that is not. */
async function declinedThenPaid({ isPaid = true } = {}) {
  const order = await ordering();
  const source = { token: "pm_card_visa_chargeDeclined" };
  await order.client.orders.pay.mutate({ id: order.orderId, source }).catch(() => undefined);
  if (isPaid) await order.pay();
  return order;
}

test("waitFor returns a message as soon as it is sent", async () => {
  const { client, orderId } = await paidOrder();
  expect(await client.inbox.waitFor({ orderId, channel: "EMAIL" })).toMatchObject({
    orderId,
    channel: "EMAIL",
    subject: "Order Confirmed",
    status: "SENT",
  });
  expect(await client.inbox.waitFor({ orderId, search: "successfully" })).toMatchObject({ channel: "SMS" });
});

test("after a decline and a payment, each message is found by its event", async () => {
  const { client, orderId } = await declinedThenPaid();
  const about = async (event: EventType) => (await client.inbox.waitFor({ orderId, channel: "EMAIL", event })).subject;
  expect(await about("order.paid")).toBe("Order Confirmed");
  expect(await about("payment.failed")).toBe("Payment Declined");
});

test("with `after`, waitFor ignores earlier messages", async () => {
  const { client, orderId, pay } = await declinedThenPaid({ isPaid: false });
  const declined = await client.inbox.waitFor({ orderId, channel: "EMAIL" });
  expect(declined.subject).toBe("Payment Declined");
  const paid = client.inbox.waitFor({ orderId, channel: "EMAIL", after: declined });
  await pay();
  expect(await paid).toMatchObject({ subject: "Order Confirmed" });
});

/** A server that takes requests and never answers. */
const silence = (_url: unknown, init?: RequestInit) =>
  new Promise<never>((_resolve, reject) => {
    init?.signal?.addEventListener("abort", () => reject(init.signal?.reason as Error));
  });

test("with `matching`, waitFor looks at subjects and texts of all orders", async () => {
  const { client, orderId } = await paidOrder();
  expect(await client.inbox.waitFor({ matching: /order confirmed/i })).toMatchObject({ orderId, channel: "EMAIL" });
  expect(await client.inbox.waitFor({ matching: /paid success/g })).toMatchObject({ orderId, channel: "SMS" });
  const wait = client.inbox.waitFor({ channel: "SMS", matching: /refunded/, timeoutMs: 120 });
  await expect(wait).rejects.toThrow("No SMS that matches /refunded/ came within 120 ms.");
  await expect(client.inbox.waitFor({ event: "order.paid" })).rejects.toThrow("Say which order");
});

test("the error names the event that did not come, also if Till does not answer", async () => {
  const { client, orderId } = await paidOrder();
  const wait = (more: object) => client.inbox.waitFor({ orderId, timeoutMs: 120, ...more });
  await expect(wait({ event: "order.refunded" })).rejects.toThrow(
    `No message about order #${orderId} for order.refunded came within 120 ms.`,
  );
  const newest = await client.inbox.waitFor({ orderId });
  await expect(wait({ channel: "SMS", after: newest })).rejects.toThrow(
    `No SMS about order #${orderId} after message ${newest.id} came within 120 ms.`,
  );
  const silent = createTillClient({ url: "http://till.test", fetch: silence });
  await expect(silent.inbox.waitFor({ orderId, timeoutMs: 120 })).rejects.toThrow("came within 120 ms.");
});

test("the error says which message did not come", async () => {
  const { client, orderId } = await paidOrder();
  await expect(client.inbox.waitFor({ orderId, search: "refunded", timeoutMs: 120 })).rejects.toThrow(
    `No message about order #${orderId} with "refunded" came within 120 ms.`,
  );
});
