import { messageRetryDelaysMs } from "@till/domain";
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { MessageRefused } from "../src/channels/channel.ts";
import { mockChannels } from "../src/channels/mock-channels.ts";
import { refusalOf } from "./refusals.ts";
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

test("messages are listed by what became of them: sent, failed or pending", async () => {
  const { user, api, id: sent } = await paidOrder();
  await till.settled();
  till.world.channels = { ...broken, EMAIL: () => Promise.reject(new MessageRefused("No such mailbox.")) };
  const { id } = await paidOrder(user);
  await till.settled();
  const listed = async (input: object) =>
    (await api.notifications.list.query(input)).items.map(({ orderId, channel }) => [orderId, channel]);
  expect(await listed({ status: "FAILED" })).toEqual([[id, "EMAIL"]]);
  expect(await listed({ status: "FAILED", channel: "SMS" })).toEqual([]);
  expect(await listed({ status: "PENDING" })).toEqual([[id, "SMS"]]);
  expect(await listed({ status: "SENT", limit: 1 })).toEqual([[sent, "SMS"]]);
  const [failed] = (await till.as(somebody("staff")).notifications.list.query({ status: "FAILED", orderId: id })).items;
  expect(failed).toMatchObject({ orderId: id, lastError: "No such mailbox." });
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

test("each event has its own words, as text and as an HTML email in which everything is escaped", async () => {
  const user = { ...somebody(), name: "<b>Asha</b> & Co" };
  const api = till.as(user);
  const staff = till.as(somebody("staff"));
  const items = [{ productId: await till.addProduct({ unitPrice: 5_000 }), quantity: 1 }];
  const place = async (paymentMethod: "ONLINE" | "COD") =>
    (await api.orders.create.mutate({ items, paymentMethod })).id;
  till.world.time = new Date("2026-05-01T12:00:00.000Z");
  const [online, cash, expired] = [await place("ONLINE"), await place("COD"), await place("ONLINE")];
  await api.orders.pay
    .mutate({ id: online, source: { token: "pm_card_chargeDeclinedExpiredCard" } })
    .catch(() => undefined);
  await staff.orders.collect.mutate({ id: cash });
  await staff.orders.refund.mutate({ id: cash, amount: 2_000 });
  await api.orders.cancel.mutate({ id: online });
  await till.sweep(new Date("2026-05-01T12:31:00.000Z"));

  const emails = (await api.notifications.list.query({ channel: "EMAIL" })).items;
  expect(emails.map(({ orderId, subject, text }) => [orderId, subject, text])).toEqual([
    [
      expired,
      "Order Cancelled",
      `Your order #${expired} has been cancelled. It was not paid in time; you are welcome to place it again.`,
    ],
    [online, "Order Cancelled", `Your order #${online} has been cancelled.`],
    [cash, "Order Refunded", `₹20.00 of your order #${cash} has been refunded.`],
    [cash, "Order Confirmed", `Your order #${cash} is paid in cash. Amount: ₹50.00`],
    [
      online,
      "Payment Declined",
      `The payment of ₹50.00 for your order #${online} was declined. The card has expired. Try another card.`,
    ],
    [cash, "Order Received", `We have your order #${cash}. To pay in cash on delivery: ₹50.00`],
  ]);
  const { html } = await api.notifications.get.query({ id: emails[0]?.id ?? 0 });
  expect(html).toContain("Hello &lt;b&gt;Asha&lt;/b&gt; &amp; Co,");
  expect(html).toContain(`Your order #${expired} has been cancelled.`);
  const stranger = till.as(somebody()).notifications.get.query({ id: emails[0]?.id ?? 0 });
  expect(await refusalOf(stranger)).toMatchObject({ code: "NOTIFICATION_NOT_FOUND", status: 404 });
});

test("chaos fails the next sends of a channel, or a share of them, and every message still arrives", async () => {
  till.world.time = new Date("2026-05-01T12:00:00.000Z");
  const chaos = till.as(null).sandbox.failMessages;
  expect(await chaos.mutate({ channel: "EMAIL", failNext: 1 })).toEqual([
    { channel: "EMAIL", failNext: 1, failPercent: 0 },
  ]);
  const { api, id } = await paidOrder();
  await till.settled();
  const statuses = async () =>
    (await api.notifications.list.query({ orderId: id })).items.map(({ channel, status }) => [channel, status]);
  expect(await statuses()).toEqual([
    ["SMS", "SENT"],
    ["EMAIL", "PENDING"],
  ]);
  await chaos.mutate({ channel: "EMAIL", failPercent: 51 });
  await till.sweep(new Date("2026-05-01T12:00:10.000Z"));
  expect(await statuses()).toContainEqual(["EMAIL", "PENDING"]);
  await chaos.mutate({ channel: "EMAIL", failPercent: 50 });
  await till.sweep(new Date("2026-05-01T12:01:10.000Z"));
  expect(await statuses()).toEqual([
    ["SMS", "SENT"],
    ["EMAIL", "SENT"],
  ]);
  await chaos.mutate({ channel: "EMAIL" });
});

const never = () => new Promise<never>(() => {});
const crashes = rounds(500, 20);

test(
  `${crashes} crashes around sending: every message arrives, only one whose sender died in between arrives twice, and the outbox is empty in the end`,
  { timeout: 300_000 },
  async () => {
    const shown: string[] = [];
    const log = vi.spyOn(console, "log").mockImplementation((line: string) => void shown.push(line));
    onTestFinished(() => log.mockRestore());
    for (let round = 0; round < crashes; round += 1) {
      till.world.time = new Date("2026-05-01T12:00:00.000Z");
      till.world.channels =
        round % 2 === 0
          ? // Between commit and send.
            { EMAIL: never, SMS: never }
          : // Between send and mark: the message is shown, and then the process is gone.
            {
              EMAIL: async (...message) => {
                await mockChannels.EMAIL(...message);
                await never();
              },
              SMS: mockChannels.SMS,
            };
      const { user, id } = await paidOrder();
      await till.abandon();
      till.world.channels = mockChannels;
      await till.sweep(new Date("2026-05-01T12:06:00.000Z"));
      expect(
        await till.rows("SELECT id FROM notifications WHERE order_id = ? AND sent_at IS NOT NULL", id),
      ).toHaveLength(2);
      const about = shown.filter((line) => line.includes(`#${id} `) || line.includes(`${user.email}`));
      // Both are marked in one batch, so a death before it repeats both.
      expect(about.map((line) => line.slice(0, "[SMS".length)).toSorted()).toEqual(
        round % 2 === 0 ? ["[EMA", "[SMS"] : ["[EMA", "[EMA", "[SMS", "[SMS"],
      );
    }
    await till.sweep(new Date("2999-01-01T00:00:00.000Z"));
    expect(await till.rows("SELECT id FROM notifications WHERE next_attempt_at IS NOT NULL")).toEqual([]);
  },
);

test("who orders for cash on delivery is told that the order came; who pays online is told when it is paid", async () => {
  const user = somebody();
  const api = till.as(user);
  const items = [{ productId: await till.addProduct({ unitPrice: 12_345 }), quantity: 1 }];
  await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "COD" });
  await till.settled();
  expect((await api.notifications.list.query({})).items).toMatchObject([
    { orderId: id, channel: "SMS", recipient: user.phone, text: `We have your order #${id}. To pay in cash: ₹123.45.` },
    {
      orderId: id,
      channel: "EMAIL",
      recipient: user.email,
      subject: "Order Received",
      text: `We have your order #${id}. To pay in cash on delivery: ₹123.45`,
      status: "SENT",
    },
  ]);
});
