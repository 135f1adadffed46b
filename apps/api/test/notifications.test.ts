import { messageRetryDelaysMs } from "@till/domain";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { mockChannels } from "../src/channels/mock-channels.ts";
import { rounds } from "./rounds.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterEach(() => {
  till.world.channels = mockChannels;
  till.world.fetch = fetch;
  till.world.time = null;
});
afterAll(() => till.stop());

async function paidOrder(user = somebody()) {
  const api = till.as(user);
  const items = [{ productId: await till.addProduct({ unitPrice: 12_345 }), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  await api.orders.pay.mutate({ id });
  return { user, api, id };
}

const broken = {
  EMAIL: () => Promise.reject(new Error("The mail server is away.")),
  SMS: () => Promise.reject(new Error("The SMS service is away.")),
};

test("the inbox shows what was sent: to customers their own, to staff everybody's", async () => {
  const { user, api, id } = await paidOrder();
  await till.settled();
  const { items } = await api.notifications.list.query({});
  expect(items).toMatchObject([
    {
      orderId: id,
      channel: "SMS",
      recipient: user.phone,
      subject: null,
      text: `Order #${id} paid successfully.`,
      status: "SENT",
    },
    {
      orderId: id,
      channel: "EMAIL",
      recipient: user.email,
      subject: "Order Confirmed",
      text: `Your order #${id} is paid. Amount: ₹123.45`,
      status: "SENT",
      attempts: 1,
      lastError: null,
    },
  ]);
  expect((await till.as(somebody()).notifications.list.query({ orderId: id })).items).toEqual([]);
  const staff = till.as(somebody("staff"));
  expect((await staff.notifications.list.query({ orderId: id })).items).toEqual(items);
});

test("the inbox is filtered, searched by words, and turned page by page", async () => {
  const { user, api, id } = await paidOrder();
  await paidOrder(user);
  await till.settled();
  const staff = till.as(somebody("staff"));
  const all = (await api.notifications.list.query({})).items;
  expect(all).toHaveLength(4);
  expect((await api.notifications.list.query({ channel: "EMAIL" })).items.map(({ channel }) => channel)).toEqual([
    "EMAIL",
    "EMAIL",
  ]);
  expect((await api.notifications.list.query({ search: "confirm PAID", orderId: id })).items).toMatchObject([
    { orderId: id, channel: "EMAIL" },
  ]);
  expect((await staff.notifications.list.query({ search: user.email ?? "" })).items).toHaveLength(2);
  expect((await api.notifications.list.query({ search: "zebra" })).items).toEqual([]);
  const first = await api.notifications.list.query({ limit: 3 });
  const second = await api.notifications.list.query({ limit: 3, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...second.items]).toEqual(all);
  expect(second.nextCursor).toBeNull();
});

test("a message that can't be sent is tried again with growing pauses, and given up where it can be seen", async () => {
  till.world.time = new Date("2026-05-01T12:00:00.000Z");
  till.world.channels = broken;
  const { api, id } = await paidOrder();
  await till.settled();
  const email = async () => (await api.notifications.list.query({ orderId: id, channel: "EMAIL" })).items[0];
  let time = till.world.time.getTime();
  for (const [index, delay] of messageRetryDelaysMs.entries()) {
    expect(await email()).toMatchObject({
      status: "PENDING",
      attempts: index + 1,
      lastError: "The mail server is away.",
    });
    await till.sweep(new Date(time + delay - 1));
    expect(await email()).toMatchObject({ attempts: index + 1 });
    time += delay;
    await till.sweep(new Date(time));
  }
  expect(await email()).toMatchObject({
    status: "FAILED",
    attempts: messageRetryDelaysMs.length + 1,
    text: null,
    sentAt: null,
  });
  till.world.channels = mockChannels;
  await till.sweep(new Date("2027-01-01T00:00:00.000Z"));
  expect(await email()).toMatchObject({ status: "FAILED" });
});

test("one channel that fails does not hold up the other", async () => {
  till.world.channels = { ...mockChannels, EMAIL: broken.EMAIL };
  const { api, id } = await paidOrder();
  await till.settled();
  const { items } = await api.notifications.list.query({ orderId: id });
  expect(items.map(({ channel, status }) => [channel, status])).toEqual([
    ["SMS", "SENT"],
    ["EMAIL", "PENDING"],
  ]);
});

const crashes = rounds(500, 60);

test(
  `${crashes} crashes before or after sending: every message arrives, and the outbox is empty in the end`,
  { timeout: 300_000 },
  async () => {
    const arrived = new Map<number, number>();
    const receiver = async ({ id }: { id: number }) => void arrived.set(id, (arrived.get(id) ?? 0) + 1);
    for (let round = 0; round < crashes; round += 1) {
      till.world.time = new Date("2026-05-01T12:00:00.000Z");
      till.world.channels =
        round % 2 === 0
          ? // Between commit and send: nothing is sent, and nothing is marked.
            { EMAIL: () => new Promise(() => {}), SMS: () => new Promise(() => {}) }
          : // Between send and mark: the database is never reached again.
            {
              EMAIL: async (message) => {
                await receiver(message);
                till.world.fetch = () => new Promise(() => {});
              },
              SMS: receiver,
            };
      const { id } = await paidOrder();
      await till.abandon();
      till.world.fetch = fetch;
      till.world.channels = { EMAIL: receiver, SMS: receiver };
      await till.sweep(new Date("2026-05-01T12:02:00.000Z"));
      const sent = await till.rows("SELECT id FROM notifications WHERE order_id = ? AND sent_at IS NOT NULL", id);
      expect(sent).toHaveLength(2);
      for (const { id: messageId } of sent) expect(arrived.has(Number(messageId))).toBe(true);
    }
    await till.sweep(new Date("2999-01-01T00:00:00.000Z"));
    expect(await till.rows("SELECT id FROM notifications WHERE next_attempt_at IS NOT NULL")).toEqual([]);
  },
);
