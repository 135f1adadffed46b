import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
beforeEach(async () => {
  await till.settled();
  till.world.time = null;
  till.world.fetch = fetch;
});
afterAll(() => till.stop());

/** A customer whose payment waits on the page at `path`. */
async function waiting(from: Till = till) {
  const user = somebody();
  const api = from.as(user);
  const items = [{ productId: await from.addProduct({ unitPrice: 10_000 }), quantity: 2 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const { payment } = await api.orders.pay.mutate({ id, source: { token: "pm_card_threeDSecure2Required" } });
  const path = new URL(payment.nextAction?.url ?? "").pathname;
  const answer = (body: string, headers: Record<string, string> = form) =>
    read(from.request(path, { method: "POST", body, headers }));
  const order = () => api.orders.get.query({ id });
  const history = () => from.rows("SELECT type, actor_role FROM order_events WHERE order_id = ? ORDER BY seq", id);
  /** The channels on which the customer was told that the order is paid. */
  const messages = async () => {
    await from.settled();
    const sent = await from.rows(
      `SELECT channel FROM notifications JOIN order_events AS event ON event.id = event_id
       WHERE notifications.order_id = ? AND event.type = 'order.paid' ORDER BY channel`,
      id,
    );
    return sent.map(({ channel }) => channel);
  };
  return { api, id, payment, path, open: () => read(from.request(path)), answer, order, history, messages };
}

const form = { "Content-Type": "application/x-www-form-urlencoded" };

/** A page as it came, and the words that a person reads on it. */
async function read(answer: Response | Promise<Response>) {
  const response = await answer;
  const html = await response.text();
  const words = html
    .replace(/<style.*<\/style>/s, "")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&#39;", "'");
  return { status: response.status, headers: response.headers, html, text: words.replaceAll(/\s+/g, " ").trim() };
}

/** How many requests to the database it takes to answer. */
async function databaseRequests(call: () => Promise<unknown>) {
  await till.settled();
  const before = till.world.databaseRequests;
  await call();
  return till.world.databaseRequestsAtResponse - before;
}

test("the page says what is to be paid with which card, and that the bank is simulated", async () => {
  const { open, id } = await waiting();
  const { status, text, html } = await open();
  expect(status).toBe(200);
  expect(text).toContain("Simulated bank. No real bank is asked here, and no money moves.");
  expect(text).toContain("₹200.00");
  expect(text).toContain(`For Order #${id}`);
  expect(text).toContain("With Visa card ending in 3220");
  expect(html).toContain(`method="post" action="confirm"`);
  expect(html).not.toContain("<script");
});

test("looking at the page changes nothing", async () => {
  const { open, path, order, history } = await waiting();
  const [before, events] = [await order(), await history()];
  for (const query of ["", "?outcome=COMPLETE"]) {
    await till.request(path + query);
    await till.request(path + query, { method: "HEAD" });
  }
  expect(await order()).toEqual(before);
  expect(await history()).toEqual(events);
  expect((await open()).status).toBe(200);
});

test("approved: the order is paid by Till itself, and its customer is told once by email and once by SMS", async () => {
  const { answer, order, history, messages, id, payment } = await waiting();
  const { status, text, html } = await answer("outcome=COMPLETE");
  expect(status).toBe(200);
  expect(text).toContain(`Payment approved ₹200.00 for order #${id} was paid with a Visa card ending in 3220.`);
  expect(html).toContain(`href="receipt"`);
  expect(await order()).toMatchObject({ status: "PAID", payments: [{ id: payment.id, status: "SUCCEEDED" }] });
  expect((await history()).at(-1)).toEqual({ type: "order.paid", actor_role: "system" });
  expect(await messages()).toEqual(["EMAIL", "SMS"]);
});

test("rejected: nobody is told that it is paid, and the order can be paid again", async () => {
  till.world.time = new Date("2026-05-01T12:00:00.000Z");
  const { api, answer, order, messages, id } = await waiting();
  const { status, text } = await answer("outcome=REJECT");
  expect(status).toBe(200);
  expect(text).toContain(`Not paid ₹200.00 for order #${id} was not paid, and no money was taken.`);
  expect(text).toContain("The payment was not confirmed with the bank.");
  expect(text).toContain("It is kept for you until 1 May 2026 at 12:30 UTC.");
  expect(await order()).toMatchObject({ status: "PENDING", actions: ["pay", "cancel"] });
  expect(await messages()).toEqual([]);
  expect((await api.orders.pay.mutate({ id })).order.status).toBe("PAID");
});

test("an answer that is sent again does nothing twice, and says what came of the payment", async () => {
  const { answer, open, history, messages } = await waiting();
  await answer("outcome=COMPLETE");
  const events = await history();
  for (const page of [await answer("outcome=COMPLETE"), await answer("outcome=REJECT"), await open()]) {
    expect(page.status).toBe(409);
    expect(page.text).toContain("Payment approved");
  }
  expect(await history()).toEqual(events);
  expect(await messages()).toEqual(["EMAIL", "SMS"]);
});

test.each([
  ["the same answer", ["COMPLETE"], 1],
  ["both answers", ["COMPLETE", "REJECT"], 5],
] as const)("of %s many times at once one counts", async (_name, outcomes, rounds) => {
  for (let round = 0; round < rounds; round += 1) {
    const { answer, order, history, messages } = await waiting();
    const pages = await Promise.all(
      Array.from({ length: 8 }, (_, index) => answer(`outcome=${outcomes[index % outcomes.length]}`)),
    );
    const paid = (await order()).status === "PAID";
    expect(pages.some(({ status }) => status === 200)).toBe(true);
    for (const { status, text } of pages)
      if (status === 200) expect(text).toContain(paid ? "Payment approved" : "Not paid");
      else expect(status).toBe(409);
    expect((await history()).map(({ type }) => type)).toEqual([
      "order.created",
      "payment.action_required",
      paid ? "order.paid" : "payment.failed",
    ]);
    expect(await messages()).toEqual(paid ? ["EMAIL", "SMS"] : []);
  }
});

test("an answer that comes just after another one is told so", async () => {
  const { api, id, payment, answer, order } = await waiting();
  let requests = 0;
  till.world.fetch = async (...request) => {
    requests += 1;
    if (requests === 2) {
      till.world.fetch = fetch;
      await api.orders.confirm.mutate({ id, paymentId: payment.id, outcome: "COMPLETE" });
    }
    return fetch(...request);
  };
  const { status, text } = await answer("outcome=REJECT");
  expect(status).toBe(409);
  expect(text).toContain(`Too late`);
  expect(text).toContain(`Order #${id} is already paid.`);
  expect((await order()).status).toBe("PAID");
});

test.each([
  ["another word", "outcome=MAYBE", form, 400],
  ["nothing", "", form, 400],
  ["JSON", '{"outcome":"COMPLETE"}', { "Content-Type": "application/json" }, 400],
  ["a megabyte", `outcome=${"COMPLETE".repeat(2 ** 17)}`, form, 413],
] as const)("%s is no answer, and changes nothing", async (_name, body, headers, expected) => {
  const { answer, open, order } = await waiting();
  expect(await databaseRequests(() => answer(body, headers))).toBe(0);
  const { status, text } = await answer(body, headers);
  expect(status).toBe(expected);
  expect(text).toContain("Nothing has been changed.");
  expect((await open()).status).toBe(200);
  expect((await order()).payments).toMatchObject([{ status: "REQUIRES_ACTION" }]);
});

test("there is nothing to confirm at an address that is unknown, or whose gateway has a page of its own", async () => {
  const { open, answer, payment, order } = await waiting();
  await till.rows("UPDATE payments SET action_url = 'https://bank.example/3ds' WHERE id = ?", payment.id);
  const unknown = "/payments/pay_unknown/confirm";
  for (const page of [
    await open(),
    await answer("outcome=COMPLETE"),
    await read(till.request(unknown)),
    await read(till.request(unknown, { method: "POST", body: "outcome=COMPLETE", headers: form })),
  ]) {
    expect(page.status).toBe(404);
    expect(page.text).toContain("No such payment");
  }
  expect((await order()).status).toBe("PENDING");
});

test("a payment whose order was cancelled, or was paid in time or not, is explained", async () => {
  till.world.time = new Date("2026-05-01T12:00:00.000Z");
  const cancelled = await waiting();
  await cancelled.api.orders.cancel.mutate({ id: cancelled.id });
  expect(await cancelled.answer("outcome=COMPLETE")).toMatchObject({
    status: 409,
    text: expect.stringMatching(/The payment was given up.*was cancelled\. To buy the same, place a new order\./),
  });
  const [paid, late] = [await waiting(), await waiting()];
  await paid.answer("outcome=REJECT");
  await paid.api.orders.pay.mutate({ id: paid.id });
  expect((await paid.open()).text).toContain("was paid in another way. There is nothing left to pay.");
  till.world.time = new Date("2026-05-01T12:31:00.000Z");
  expect((await late.answer("outcome=REJECT")).text).toContain("The time to pay this order is over.");
});

test("a payment that is being processed needs no answer", async () => {
  const { api, id, answer } = await waiting();
  await answer("outcome=REJECT");
  const { payment } = await api.orders.pay.mutate({ id, source: { token: "pm_card_processing" } });
  const page = await read(till.request(`/payments/${payment.id}/confirm`));
  expect(page).toMatchObject({ status: 409, text: expect.stringContaining("still being processed") });
});

test("a view makes one request to the database, an answer two", async () => {
  const { open, answer } = await waiting();
  expect(await databaseRequests(open)).toBe(1);
  expect(await databaseRequests(() => answer("outcome=REJECT"))).toBe(2);
  expect(await databaseRequests(() => answer("outcome=REJECT"))).toBe(1);
  expect(await databaseRequests(() => till.request("/payments/pay_unknown/confirm"))).toBe(1);
});

test("a page is kept and indexed by nobody, framed by Till alone, loads nothing, and may use no other style than its own", async () => {
  const { open, answer } = await waiting();
  const views = [await open(), await open(), await answer("outcome=NONE"), await answer("outcome=COMPLETE")];
  expect(new Set(views.map(({ headers }) => headers.get("content-security-policy"))).size).toBe(views.length);
  for (const { headers, html } of views) {
    const nonce = /<style nonce="([\w-]{36})">/.exec(html)?.[1];
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-security-policy": `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; frame-ancestors 'self'; base-uri 'none'`,
      "content-type": "text/html; charset=UTF-8",
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-robots-tag": "noindex",
    });
  }
});

test("without its database the page says so, and shows nothing of the inside", async () => {
  const { open } = await waiting();
  till.world.fetch = () => Promise.reject(new Error("secret detail"));
  const unreachable = await open();
  expect(unreachable).toMatchObject({ status: 503, text: expect.stringContaining("Nothing is half done") });
  expect(unreachable.headers.get("cache-control")).toBe("no-store");
  till.world.fetch = () => Promise.resolve(new Response("secret detail", { status: 400 }));
  const broken = await open();
  expect(broken).toMatchObject({ status: 500, text: expect.stringContaining("a fault of Till's own") });
  expect(broken.html).not.toContain("secret");
});

test("each answer leads back to the order's page in the shop", async () => {
  for (const outcome of ["COMPLETE", "REJECT"]) {
    const { answer, open, id } = await waiting();
    const back = `href="../../orders/${id}"`;
    expect((await answer(`outcome=${outcome}`)).html).toContain(back);
    expect((await open()).html).toContain(back);
  }
});
