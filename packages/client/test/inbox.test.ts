import { somebody, startTill } from "@till/api/testing";
import { expect, onTestFinished, test } from "vitest";
import { createTillClient } from "../src/index.ts";

async function paidOrder() {
  const till = await startTill();
  onTestFinished(() => till.stop());
  const client = createTillClient({
    url: "http://till.test",
    token: await till.tokenOf(somebody()),
    fetch: (input, init) => till.request(input instanceof Request ? input.url : input.toString(), init),
  });
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const { id: orderId } = await client.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  await client.orders.pay.mutate({ id: orderId });
  return { client, orderId };
}

test("a test suite waits for a message and gets it as soon as it is there", async () => {
  const { client, orderId } = await paidOrder();
  expect(await client.inbox.waitFor({ orderId, channel: "EMAIL" })).toMatchObject({
    orderId,
    channel: "EMAIL",
    subject: "Order Confirmed",
    status: "SENT",
  });
  expect(await client.inbox.waitFor({ orderId, search: "successfully" })).toMatchObject({ channel: "SMS" });
});

test("a message that does not come is an error that says which", async () => {
  const { client, orderId } = await paidOrder();
  await expect(client.inbox.waitFor({ orderId, search: "refunded", timeoutMs: 120 })).rejects.toThrow(
    `No message about order #${orderId} with "refunded" came within 120 ms.`,
  );
});
