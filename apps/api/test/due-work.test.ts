import { longestMessagePauseMs } from "@till/domain";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { mockChannels } from "../src/channels/mock-channels.ts";
import type { Job } from "../src/due/jobs.ts";
import { placedOrder, receiver, startTillAtNoon, status } from "./receivers.ts";
import { createRemoteGateway } from "./remote-gateway.ts";
import { somebody, startTill } from "./till.ts";

const till = await startTillAtNoon();
afterEach(() => {
  till.world.channels = mockChannels;
});

const minuteMs = 60_000;
const patience = { timeout: minuteMs };
const later = (ms: number) => new Date((till.world.time ?? new Date()).getTime() + ms);

/** Has the queue keep its jobs, until the test is over. */
function keepJobs(on = till): Job[] {
  const jobs: Job[] = [];
  Object.assign(on.world.bindings, { JOBS: { send: async (job: Job) => void jobs.push(job) } });
  onTestFinished(() => void Reflect.deleteProperty(on.world.bindings, "JOBS"));
  return jobs;
}

/** Something that ends when the test says so. */
function gate() {
  const end = new AbortController();
  const opened = new Promise<void>((resolve) => {
    end.signal.addEventListener("abort", () => resolve());
  });
  const open = () => end.abort();
  onTestFinished(open);
  return { open, opened };
}

const channelsOf = (orderId: number) =>
  till.rows("SELECT channel, attempts, sent_at IS NOT NULL AS sent FROM notifications WHERE order_id = ?", orderId);

const bothSent = [
  { channel: "EMAIL", attempts: 1, sent: 1 },
  { channel: "SMS", attempts: 1, sent: 1 },
];

test("in a batch of jobs an email and a quick receiver do not wait for a receiver that takes its time", async () => {
  const jobs = keepJobs();
  const { open, opened } = gate();
  const slow = await receiver(till, [() => opened.then(status(200))], ["order.paid"]);
  const quick = await receiver(till, undefined, ["order.paid"]);
  const { api, id } = await placedOrder(till);
  await api.orders.pay.mutate({ id });
  await till.settled();

  expect(await till.doJobs(jobs)).toEqual(jobs.map(() => "ack"));
  expect(await channelsOf(id)).toEqual(bothSent);
  await vi.waitFor(async () => expect(await quick.delivery()).toMatchObject({ status: "SUCCEEDED" }), patience);
  expect(slow.received).toHaveLength(1);
  expect(await slow.delivery()).toMatchObject({ status: "PENDING", attempts: [] });
  open();
  await till.settled();
  expect(await slow.delivery()).toMatchObject({ status: "SUCCEEDED" });
});

test("all messages of a batch of jobs are taken and recorded with two requests to the database", async () => {
  const jobs = keepJobs();
  const orders = [];
  for (let n = 0; n < 10; n += 1) {
    const { api, id } = await placedOrder(till);
    await api.orders.pay.mutate({ id });
    orders.push(id);
  }
  await till.settled();
  const messages = jobs.filter(({ kind }) => kind === "messages");
  expect(messages).toHaveLength(orders.length);
  const before = till.world.databaseRequests;
  expect(await till.doJobs(messages)).toEqual(messages.map(() => "ack"));
  expect(till.world.databaseRequests - before).toBe(2);
  for (const id of orders) expect(await channelsOf(id)).toEqual(bothSent);
});

test("a job that finds nothing due ends after one request, and breeds no other", async () => {
  const jobs = keepJobs();
  const { received } = await receiver(till);
  await placedOrder(till);
  const [job] = jobs;
  expect(job).toMatchObject({ kind: "webhooks" });
  await till.doJob(job as Job, later(0));
  expect(received).toHaveLength(1);
  const before = till.world.databaseRequests;
  for (const again of [job, { kind: "messages", ids: [1] }, { kind: "settlements", ids: ["pay_none"] }])
    await till.doJob(again as Job, later(0));
  expect(till.world.databaseRequests - before).toBe(3);
  expect(jobs).toEqual([job]);
});

test("a job of no known kind is dropped and logged, and fails no other job of its batch", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => logged.mockRestore());
  const jobs = keepJobs();
  const { api, id } = await placedOrder(till);
  await api.orders.pay.mutate({ id });
  await till.settled();
  expect(await till.doJobs([{ type: "deliver", messageIds: [1] }, ...jobs])).toEqual(["ack", ...jobs.map(() => "ack")]);
  expect(String(logged.mock.calls[0])).toContain("A job is of no known kind.");
  expect(await channelsOf(id)).toEqual(bothSent);
});

test("jobs whose database is away are tried again", async () => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const jobs = keepJobs();
  const { api, id } = await placedOrder(till);
  await api.orders.pay.mutate({ id });
  await till.settled();
  till.world.fetch = async () => new Response("{}", { status: 400 });
  onTestFinished(() => {
    logged.mockRestore();
    till.world.fetch = fetch;
  });
  expect(await till.doJobs(jobs.filter(({ kind }) => kind === "messages"))).toEqual(["retry"]);
});

test("a receiver that takes 14 seconds each time gets each of 130 webhooks once, however many sweeps come by", async () => {
  let inFlight = 0;
  const { received, deliveries, endpoint } = await receiver(till, [
    async () => {
      inFlight += 1;
      expect(inFlight).toBeLessThanOrEqual(5);
      till.world.time = later(14_000);
      // Meanwhile the next sweep comes by.
      if (received.length % 7 === 0) await till.sweep(later(0));
      inFlight -= 1;
      return new Response(null, { status: 200 });
    },
  ]);
  keepJobs();
  for (let n = 0; n < 130; n += 1) await placedOrder(till);
  for (let n = 0; n < 40 && received.length < 130; n += 1) {
    await till.sweep(later(0));
    till.world.time = later(minuteMs);
  }
  const ids = received.map(({ headers }) => headers["webhook-id"]);
  expect(ids).toHaveLength(130);
  expect(new Set(ids).size).toBe(130);
  // What could not be sent within its lease was given back, and no attempt was counted.
  expect(
    await till.rows("SELECT max(attempts) AS n FROM webhook_deliveries WHERE endpoint_id = ?", endpoint.id),
  ).toEqual([{ n: 1 }]);
  const stamps = received.map(({ headers }) => Number(headers["webhook-timestamp"]));
  expect(new Set(stamps).size).toBeGreaterThan(100);
  expect(
    (await deliveries()).every(({ status: each, attempts }) => each === "SUCCEEDED" && attempts.length === 1),
  ).toBe(true);
});

test("who sends a message for longer than its lease says nothing of it any more, and the rest of the batch stands", async () => {
  let isFirst = true;
  const sent: string[] = [];
  till.world.channels = {
    EMAIL: async () => {
      sent.push("EMAIL");
      if (!isFirst) return;
      isFirst = false;
      till.world.time = later(6 * minuteMs);
      await till.sweep(later(0));
      throw new Error("The mail server had enough of it.");
    },
    SMS: async () => void sent.push("SMS"),
  };
  const jobs = keepJobs();
  const { api, id } = await placedOrder(till);
  await api.orders.pay.mutate({ id });
  await till.settled();
  await till.doJobs(jobs);
  expect(sent.filter((channel) => channel === "EMAIL")).toHaveLength(2);
  expect(await channelsOf(id)).toEqual(bothSent.map((message) => ({ ...message, attempts: 2 })));
  expect(await till.rows("SELECT id FROM notifications WHERE taken_by IS NOT NULL")).toEqual([]);
});

test("what a clock far ahead has taken is taken again, long before that time", async () => {
  const jobs = keepJobs();
  const { received, delivery } = await receiver(till, undefined, ["order.paid"]);
  const { api, id } = await placedOrder(till);
  await api.orders.pay.mutate({ id });
  await till.settled();
  jobs.length = 0;
  for (const table of tables)
    await till.rows(
      `UPDATE ${table} SET taken_by = 'a year ahead', attempts = attempts + 1, next_attempt_at = '2027-05-01T12:00:00.000Z' WHERE order_id = ?`,
      id,
    );
  await till.sweep(later(minuteMs));
  expect(received).toHaveLength(1);
  expect(await delivery()).toMatchObject({ status: "SUCCEEDED" });
  expect((await channelsOf(id)).map(({ sent }) => sent)).toEqual([1, 1]);
});

const tables = ["notifications", "webhook_deliveries"] as const;

/** An order with a message and a webhook that have failed once, and its endpoint. */
async function failedOnce(nextAttemptAt: string) {
  keepJobs();
  const hook = await receiver(till, undefined, ["order.paid"]);
  const { api, id } = await placedOrder(till);
  await api.orders.pay.mutate({ id });
  await till.settled();
  for (const table of tables)
    await till.rows(`UPDATE ${table} SET attempts = 1, next_attempt_at = ? WHERE order_id = ?`, nextAttemptAt, id);
  return { id, hook };
}

test("a retry that a clock far ahead has planned is made long before that time", async () => {
  const { id, hook } = await failedOnce("2027-05-01T12:00:00.000Z");
  await till.rows(
    "UPDATE webhook_endpoints SET left_alone_until = '2027-05-01T12:00:00.000Z' WHERE id = ?",
    hook.endpoint.id,
  );
  await till.sweep(later(minuteMs));
  expect(hook.received).toHaveLength(1);
  expect((await channelsOf(id)).map(({ sent }) => sent)).toEqual([1, 1]);
});

test("a retry that is as far ahead as a schedule plans is not made early", async () => {
  const { id, hook } = await failedOnce(later(longestMessagePauseMs).toISOString());
  await till.sweep(later(minuteMs));
  expect(hook.received).toHaveLength(0);
  expect((await channelsOf(id)).map(({ sent }) => sent)).toEqual([0, 0]);
  await till.sweep(later(longestMessagePauseMs));
  expect(hook.received).toHaveLength(1);
});

test("a gateway that a clock far ahead has planned to call is called long before that time", async () => {
  const bank = createRemoteGateway();
  const shop = await startTill({ gateway: bank.gateway });
  onTestFinished(() => shop.stop());
  shop.world.time = new Date("2026-05-01T12:00:00.000Z");
  const api = shop.as(somebody());
  const items = [{ productId: await shop.addProduct(), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  await api.orders.pay.mutate({ id, source: { token: "tok_slow" } });
  await shop.settled();
  await shop.rows("UPDATE payments SET next_attempt_at = '2027-05-01T12:00:00.000Z'");
  await shop.sweep(new Date("2026-05-01T12:01:00.000Z"));
  expect((await api.orders.get.query({ id })).status).toBe("PAID");
});

test("a lease of now is not ended early", async () => {
  keepJobs();
  const { received } = await receiver(till);
  const { id } = await placedOrder(till);
  await till.rows(
    "UPDATE webhook_deliveries SET taken_by = 'somebody', attempts = 1, next_attempt_at = ? WHERE order_id = ?",
    later(120_000).toISOString(),
    id,
  );
  await till.sweep(later(119_999));
  expect(received).toHaveLength(0);
  await till.sweep(later(120_000));
  expect(received).toHaveLength(1);
});

test("a remote gateway that takes its time holds up neither messages nor expiry in a sweep, and gets one sweep's calls", async () => {
  const bank = createRemoteGateway();
  const shop = await startTill({ gateway: bank.gateway });
  onTestFinished(() => shop.stop());
  shop.world.time = new Date("2026-05-01T12:00:00.000Z");
  const api = shop.as(somebody());
  const items = [{ productId: await shop.addProduct(), quantity: 1 }];
  const place = async () => (await api.orders.create.mutate({ items, paymentMethod: "ONLINE" })).id;
  const [paid, unpaid, waiting] = [await place(), await place(), await place()];
  await api.orders.pay.mutate({ id: paid, source: { token: "tok_good" } });
  await api.orders.pay.mutate({ id: waiting, source: { token: "tok_slow" } });
  // The first call gets no answer, so the refund waits for the sweep.
  bank.network.answersToLose = 1;
  await shop.as(somebody("staff")).orders.refund.mutate({ id: paid, amount: 1_000 });
  await shop.settled();

  const { open, opened } = gate();
  const calls: string[] = [];
  bank.network.beforeAnswer = (call) => {
    calls.push(call);
    return opened;
  };
  const at = new Date("2026-05-01T12:31:00.000Z");
  const first = shop.sweep(at);
  await vi.waitFor(async () => {
    expect((await api.orders.get.query({ id: unpaid })).status).toBe("CANCELLED");
    expect(
      await shop.rows("SELECT id FROM notifications WHERE order_id = ? AND sent_at IS NOT NULL", unpaid),
    ).toHaveLength(2);
    expect(calls.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(["refund", "settle"]);
  }, patience);
  // The next sweep leaves the gateway to the first one.
  await shop.sweep(at);
  open();
  await first;
  expect((await api.orders.get.query({ id: waiting })).status).toBe("PAID");
  expect(calls).toHaveLength(2);
  expect(await shop.rows("SELECT id FROM refunds WHERE settled_at IS NULL")).toEqual([]);
});
