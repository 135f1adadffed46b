import { limits } from "@till/contracts";
import { webhookFailingMs, webhookRetryDelaysMs, webhookTimeoutMs } from "@till/domain";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import type { Job } from "../src/due/jobs.ts";
import { connectReceivers, hurryTimeouts, never, placedOrder, receiver, status } from "./receivers.ts";
import { refusalOf } from "./refusals.ts";
import { type Till, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
  connectReceivers(till);
});
afterAll(() => till.stop());

const endless = () =>
  new ReadableStream({ pull: (controller) => controller.enqueue(new TextEncoder().encode("n\0".repeat(300))) });

const later = (time: string | null | undefined, ms = 0) => new Date(Date.parse(time ?? "") + ms);

test("a receiver that times out, answers 500 three times, then 200: the attempts are as documented", async () => {
  hurryTimeouts();
  const answers = [never, ...Array(3).fill(() => new Response("Out of paper", { status: 500 })), status(204)];
  const { received, delivery } = await receiver(till, answers);
  await placedOrder(till);
  for (const [index, delayMs] of webhookRetryDelaysMs.slice(0, 4).entries()) {
    const pending = await delivery();
    expect(pending).toMatchObject({ status: "PENDING" });
    expect(pending?.attempts).toHaveLength(index + 1);
    expect(pending?.nextAttemptAt).toBe(later(pending?.attempts.at(-1)?.at, delayMs).toISOString());
    await till.sweep(later(pending?.nextAttemptAt, -1_000));
    expect(received).toHaveLength(index + 1);
    await till.sweep(later(pending?.nextAttemptAt));
  }
  const done = await delivery();
  expect(done).toMatchObject({ status: "SUCCEEDED", nextAttemptAt: null });
  const failed = { responseStatus: 500, responseBody: "Out of paper", error: null };
  expect(done?.attempts).toMatchObject([
    { responseStatus: null, responseBody: null, error: "No answer within 15 seconds." },
    failed,
    failed,
    failed,
    { responseStatus: 204, responseBody: "", error: null },
  ]);
  expect(done?.attempts[0]?.durationMs).toBeGreaterThanOrEqual(45);
  expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  expect(new Set(received.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([done?.id]));
  expect(new Set(received.map(({ headers }) => headers["webhook-signature"])).size).toBe(5);
});

test("a request may take 15 seconds and follows no redirect", async () => {
  const limitsSeen: number[] = [];
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  const spy = vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
    limitsSeen.push(ms);
    return timeout(ms);
  });
  onTestFinished(() => spy.mockRestore());
  const redirects: unknown[] = [];
  const { delivery } = await receiver(till, [
    (_webhook, { redirect }) => {
      redirects.push(redirect);
      return Response.redirect("http://169.254.169.254/latest/meta-data/", 302);
    },
  ]);
  await placedOrder(till);
  expect(limitsSeen).toContain(webhookTimeoutMs);
  expect(redirects).toEqual(["manual"]);
  expect((await delivery())?.attempts).toMatchObject([{ responseStatus: 302, error: "Redirects are not followed." }]);
});

test("of an endless answer its first kilobyte is kept, and its end is not waited for", async () => {
  const { delivery } = await receiver(till, [() => new Response(endless(), { status: 503 })]);
  await placedOrder(till);
  const [attempt] = (await delivery())?.attempts ?? [];
  expect(attempt?.responseStatus).toBe(503);
  expect(attempt?.responseBody).toBe("n�".repeat(limits.webhookResponseBytes / 2));
});

test("when the schedule is at its end, the delivery has failed; a replay begins it again", async () => {
  const { staff, received, delivery, answers, state, endpoint } = await receiver(till, [status(500)]);
  await placedOrder(till);
  for (let n = 0; n < webhookRetryDelaysMs.length; n += 1) await till.sweep(later((await delivery())?.nextAttemptAt));
  const failed = await delivery();
  expect(failed).toMatchObject({ status: "FAILED", nextAttemptAt: null });
  expect(failed?.attempts).toHaveLength(webhookRetryDelaysMs.length + 1);
  expect((await state())?.status).toBe("ENABLED");

  const replay = () => staff.webhooks.deliveries.replay.mutate({ id: failed?.id ?? "" });
  expect(await replay()).toEqual({ replayed: 1, nextSince: null });
  await till.settled();
  const again = await delivery();
  expect(again).toMatchObject({ status: "PENDING", id: failed?.id });
  expect(again?.nextAttemptAt).toBe(later(again?.attempts.at(-1)?.at, webhookRetryDelaysMs[0]).toISOString());
  answers.splice(0, 1, status(200));
  await replay();
  await till.settled();
  expect(await delivery()).toMatchObject({ status: "SUCCEEDED" });
  expect(new Set(received.map(({ body }) => body)).size).toBe(1);
  await staff.webhooks.endpoints.delete.mutate({ id: endpoint.id });
  expect(await refusalOf(replay())).toMatchObject({ code: "DELIVERY_NOT_FOUND", status: 404 });
});

test("an endpoint that answers 410 is switched off at once and says so", async () => {
  const { staff, endpoint, state, deliveries, delivery } = await receiver(till, [
    status(500),
    status(410),
    status(200),
  ]);
  await placedOrder(till);
  await placedOrder(till);
  expect(await state()).toMatchObject({ status: "DISABLED", disabledReason: "GONE" });
  expect((await deliveries()).map(({ status: each }) => each)).toEqual(["FAILED", "FAILED"]);
  await placedOrder(till);
  expect(await deliveries()).toHaveLength(2);

  const { id: endpointId } = endpoint;
  const replay = () => staff.webhooks.deliveries.replay.mutate({ endpointId, since: endpoint.createdAt });
  expect(await refusalOf(replay())).toMatchObject({
    code: "WEBHOOK_ENDPOINT_DISABLED",
    status: 409,
    details: { disabledReason: "GONE" },
  });
  await staff.webhooks.endpoints.update.mutate({ id: endpointId, enabled: true });
  expect(await replay()).toEqual({ replayed: 2, nextSince: null });
  await till.settled();
  expect((await deliveries()).map(({ status: each }) => each)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
  expect((await delivery())?.attempts).toHaveLength(2);
});

const dayMs = 24 * 3_600_000;

test("an endpoint that fails for five days without a success is switched off", async () => {
  let code = 500;
  const { state, delivery, endpoint } = await receiver(till, [() => new Response(null, { status: code })]);
  const start = Date.now();
  onTestFinished(() => void (till.world.time = null));
  const failedAfter = async (ms: number) => {
    till.world.time = new Date(start + ms);
    await placedOrder(till);
    return (await state())?.disabledReason;
  };
  for (const day of [0, 1, 2, 3, 4]) expect(await failedAfter(day * dayMs)).toBeNull();
  expect(await failedAfter(webhookFailingMs - 60_000)).toBeNull();
  code = 200;
  expect(await failedAfter(webhookFailingMs - 50_000)).toBeNull();
  code = 503;
  for (const day of [5, 6, 7, 8, 9]) expect(await failedAfter(day * dayMs + 60_000)).toBeNull();
  expect(await failedAfter(2 * webhookFailingMs + 50_000)).toBeNull();
  expect(await failedAfter(2 * webhookFailingMs + 60_000)).toBe("FAILING");
  expect((await delivery())?.status).toBe("FAILED");
  expect(endpoint.status).toBe("ENABLED");
});

test("a week in which Till was down is not held against an endpoint", async () => {
  const { state } = await receiver(till, [status(500)]);
  onTestFinished(() => void (till.world.time = null));
  const start = Date.now();
  till.world.time = new Date(start);
  await placedOrder(till);
  till.world.time = new Date(start + 7 * dayMs);
  await till.sweep(till.world.time);
  await placedOrder(till);
  expect(await state()).toMatchObject({ status: "ENABLED", disabledReason: null });
});

test("a replay of all since a time sends those again that came from then on", async () => {
  const { staff, endpoint, received, deliveries } = await receiver(till);
  for (let n = 0; n < 3; n += 1) await placedOrder(till);
  const [third, second] = await deliveries();
  expect(received).toHaveLength(3);
  const { replay } = staff.webhooks.deliveries;
  const since = second?.createdAt ?? "";
  expect(await replay.mutate({ endpointId: endpoint.id, since })).toEqual({ replayed: 2, nextSince: null });
  await till.settled();
  const ids = received.slice(3).map(({ headers }) => headers["webhook-id"]);
  expect(new Set(ids)).toEqual(new Set([second?.id, third?.id]));
  expect(await refusalOf(replay.mutate({ endpointId: "whe_none", since }))).toMatchObject({
    code: "WEBHOOK_ENDPOINT_NOT_FOUND",
  });
  expect(await refusalOf(replay.mutate({ id: "msg_none" }))).toMatchObject({ code: "DELIVERY_NOT_FOUND" });
  expect(await refusalOf(replay.mutate({ endpointId: endpoint.id } as never))).toMatchObject({
    code: "VALIDATION_FAILED",
  });
});

test("the time of a replay may be written in any way of ISO 8601 that says when", async () => {
  const { staff, endpoint } = await receiver(till);
  await placedOrder(till);
  const { replay } = staff.webhooks.deliveries;
  const [past, future] = [-3_600_000, 3_600_000].map((ms) => later(new Date().toISOString(), ms).toISOString());
  for (const [time, replayed] of [
    [past, 1],
    [future, 0],
  ] as const)
    for (const end of ["Z", "+00:00", ".123456Z"]) {
      const since = time?.replace(/\.\d+Z$/, end) ?? "";
      expect(await replay.mutate({ endpointId: endpoint.id, since }), since).toMatchObject({ replayed });
    }
  // An hour ago in UTC, written by a clock in India.
  const inIndia = later(past, 5.5 * 3_600_000)
    .toISOString()
    .replace("Z", "+05:30");
  expect(await replay.mutate({ endpointId: endpoint.id, since: inIndia })).toMatchObject({ replayed: 1 });
  expect(await refusalOf(replay.mutate({ endpointId: endpoint.id, since: "yesterday" }))).toMatchObject({
    message: "since must be a time such as 2026-03-01T12:00:00Z, with Z or an offset such as +05:30.",
  });
});

test("the first retry is too soon for the sweep and goes to the queue", async () => {
  const jobs: [Job, unknown][] = [];
  Object.assign(till.world.bindings, { JOBS: { send: async (...job: [Job, unknown]) => void jobs.push(job) } });
  onTestFinished(() => void Reflect.deleteProperty(till.world.bindings, "JOBS"));
  const { delivery, endpoint } = await receiver(till, [status(500), status(500), status(200)]);
  await placedOrder(till);
  await till.doJob(jobs.shift()?.[0] as Job, new Date());
  const [queued] = jobs;
  const nextAttemptAt = (await delivery())?.nextAttemptAt;
  await till.doJob(queued?.[0] as Job, later(nextAttemptAt, -1_000));
  expect((await delivery())?.attempts).toHaveLength(1);
  await till.doJob(queued?.[0] as Job, later(nextAttemptAt));
  expect((await delivery())?.attempts).toHaveLength(2);
  const [row] = await till.rows("SELECT id FROM webhook_deliveries WHERE endpoint_id = ?", endpoint.id);
  // The second one is due in five minutes, and the sweep finds it.
  const job = { till: "default", kind: "webhooks", ids: [row?.["id"]], dueAt: nextAttemptAt };
  expect(jobs).toEqual([[job, { delaySeconds: 5 }]]);
});

test("who dies between sending and recording loses nothing: it is sent again, with the same bytes", async () => {
  const { received, delivery } = await receiver(till);
  let requests = 0;
  till.world.fetch = async (...request) => {
    requests += 1;
    // The order, the endpoints, the taking, the rendering, the keeping; and then the recording.
    if (requests === 6) throw new Error("Network connection lost.");
    return requests > 6 ? Promise.reject(new Error("The Worker is gone.")) : fetch(...request);
  };
  await placedOrder(till);
  till.world.fetch = fetch;
  expect(received).toHaveLength(1);
  expect(await delivery()).toMatchObject({ status: "PENDING", attempts: [] });
  await till.sweep(later((await delivery())?.nextAttemptAt));
  expect(received).toHaveLength(2);
  expect(received[1]?.body).toBe(received[0]?.body);
  expect(await delivery()).toMatchObject({ status: "SUCCEEDED", attempts: [{ responseStatus: 200 }] });
});
