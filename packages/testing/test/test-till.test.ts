import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TillClient } from "@till/client";
import { onTestFinished, vi } from "vitest";
import { keepFailure } from "../src/failure.ts";
import { createTestTill } from "../src/index.ts";
import { expect, payWith, test } from "../src/vitest.ts";

/** Places an order for one piece of the first product. */
const placeOrder = (till: TillClient) =>
  till.orders.create.mutate({ items: [{ productId: 1, quantity: 1 }], paymentMethod: "ONLINE" });

test("a customer pays an order, gets an email, and the till balances", async ({ till }) => {
  const { id } = await placeOrder(till.customer());
  const { order } = await till.customer().orders.pay.mutate({ id });
  expect(order).toBePaid();
  const email = await till.inbox.waitFor({ orderId: id, channel: "EMAIL", event: "order.paid" });
  expect(email.subject).toBe("Order Confirmed");
  await expect(till).toBalance();
});

test("a person is found by first name or id, and an unknown one is an error that names the others", async ({
  till,
}) => {
  for (const who of ["Ben", "usr_ben"])
    expect(await till.customer(who).auth.me.query()).toMatchObject({ user: { id: "usr_ben" } });
  expect(() => till.customer("nobody")).toThrow('The till has no customer "nobody". It has: asha, ben, chen.');
});

test("toBePaid tells the story of an order that is not paid", async ({ till }) => {
  const asha = till.customer("asha");
  const { id } = await placeOrder(asha);
  const declined = asha.orders.pay.mutate({ id, source: payWith("pm_card_visa_chargeDeclinedLostCard") });
  await expect(declined).toBeRefused("PAYMENT_DECLINED");
  const order = await asha.orders.get.query({ id });
  expect(order).not.toBePaid();
  expect(() => expect(order).toBePaid()).toThrow(
    new RegExp(
      `^Order #${id} is PENDING:\\n  \\S+ placed: INR \\d+.*\\n  \\S+ attempt to pay FAILED lost_card \\(pay_`,
    ),
  );
  const cancelled = await asha.orders.cancel.mutate({ id, reason: "Too slow" });
  expect(() => expect(cancelled).toBePaid()).toThrow(/CANCELLED:[^]+cancelled: Too slow$/);
});

test("toBeRefused fails with what happened instead", async ({ till }) => {
  const asha = till.customer("asha");
  const other = expect(asha.orders.get.query({ id: 999 })).toBeRefused("OUT_OF_STOCK");
  await expect(other).rejects.toThrow("Expected OUT_OF_STOCK, and it was refused with ORDER_NOT_FOUND");
  const done = expect(asha.products.get.query({ id: 1 })).toBeRefused();
  await expect(done).rejects.toThrow("Expected any refusal, and it was done");
  const thrown = expect(Promise.reject(new Error("broken"))).toBeRefused();
  await expect(thrown).rejects.toThrow("Error: broken");
});

test("webhooks are received in order, each once, however many wait", async ({ till }) => {
  const webhooks = await till.webhooks.receive();
  const asha = till.customer("asha");
  const waiting = webhooks.next("order.paid");
  const { id } = await placeOrder(asha);
  await asha.orders.pay.mutate({ id });
  expect(await waiting).toMatchObject({ type: "order.paid", data: { order: { id, status: "PAID" } } });
  expect(await webhooks.next("order.created")).toMatchObject({ data: { order: { id } } });
  await expect(webhooks.next("order.paid", { timeoutMs: 50 })).rejects.toThrow(
    /^No webhook order.paid came within 50 ms/,
  );
  expect(webhooks.received).toHaveLength(2);
});

test("a webhook with a wrong signature is refused and fails the test that waits", async ({ till }) => {
  const webhooks = await till.webhooks.receive();
  const waiting = expect(webhooks.next()).rejects.toThrow("signature is not valid (webhook-id msg_1)");
  const headers = { "webhook-id": "msg_1", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA" };
  const { status } = await fetch(webhooks.url, { method: "POST", headers, body: "{}" });
  expect(status).toBe(400);
  await waiting;
});

test("the clock stands still, and time that is skipped does what is due", async ({ till }) => {
  const at = new Date(Date.now() + 60_000);
  await till.clock.freeze(at);
  const order = await placeOrder(till.customer("asha"));
  expect(order.createdAt).toBe(at.toISOString());
  expect(await till.clock.advance({ hours: 1 })).toContainEqual(
    expect.objectContaining({ type: "order.cancelled", orderId: order.id }),
  );
});

test("a fork goes its own way, and its webhooks do not reach its source's receiver", async ({ till }) => {
  const webhooks = await till.webhooks.receive();
  const { id } = await placeOrder(till.customer("asha"));
  await webhooks.next("order.created");
  const fork = await till.fork();
  const theirs = await fork.webhooks.receive();
  await fork.customer("asha").orders.cancel.mutate({ id });
  await theirs.next("order.cancelled");
  expect(await till.customer("asha").orders.get.query({ id })).toMatchObject({ status: "PENDING" });
  expect(webhooks.received).toHaveLength(1);
});

test("tokens go on being valid after the clock has moved for days", async ({ till }) => {
  const dana = await till.somebody({ name: "Dana Scott" });
  await till.clock.advance({ days: 3 });
  for (const one of [dana, till.customer("ben"), till.staff()])
    expect(await one.auth.me.query()).toMatchObject({ user: { id: one.person.id } });
});

test("a test adds its own product and its own discount code", async ({ till }) => {
  const [product, { code }] = await Promise.all([
    till.products.add({ unitPrice: 5_000, stock: 1 }),
    till.discounts.add({ value: 20, maxUses: 1 }),
  ]);
  const basket = { items: [{ productId: product.id, quantity: 1 }], paymentMethod: "COD" as const };
  const order = await till.customer().orders.create.mutate({ ...basket, discountCode: code });
  expect(order).toMatchObject({ subtotalAmount: 5_000, totalAmount: 4_000 });
  await expect(till.customer().orders.create.mutate(basket)).toBeRefused("OUT_OF_STOCK");
  const another = await till.products.add();
  expect([another.unitPrice, another.stock, another.sku !== product.sku]).toEqual([10_000, null, true]);
});

test("somebody is a new person each time, whom the till finds by name afterwards", async ({ till }) => {
  const [dana, other] = await Promise.all([till.somebody({ name: "Dana Scott" }), till.somebody({ role: "staff" })]);
  expect(dana.person).toEqual({ id: expect.stringMatching(/^usr_/), role: "customer", name: "Dana Scott" });
  expect(other.person.role).toBe("staff");
  expect(till.customer("dana")).toBe(dana);
  const { id } = await placeOrder(dana);
  await dana.orders.pay.mutate({ id });
  await expect(dana).toHaveReceived("EMAIL", /order confirmed/i);
  await expect(till.customer("asha")).not.toHaveReceived("EMAIL", /order confirmed/i);
});

test("a guest pays their order by its link", async ({ till }) => {
  const { id, guestLink = "" } = await till.staff().orders.create.mutate({
    items: [{ productId: 1, quantity: 1 }],
    paymentMethod: "ONLINE",
    customer: { name: "Ravi Iyer", email: "ravi@example.com" },
  });
  const { order } = await till.guest(guestLink).orders.pay.mutate({ id });
  expect(order).toBePaid();
  await till.inbox.waitFor({ orderId: id, channel: "EMAIL", event: "order.paid" });
  await expect(till).toBalance();
});

test("toHaveReceived says what came instead", async ({ till }) => {
  const asha = till.customer("asha");
  const { id } = await placeOrder(asha);
  await asha.orders.pay.mutate({ id });
  await expect(asha).toHaveReceived("SMS", /paid/);
  const missing = expect(asha).toHaveReceived("SMS", /refunded/, { timeoutMs: 100 });
  await expect(missing).rejects.toThrow(
    /No SMS that matches \/refunded\/ came within 100 ms\. What came:[^]+SMS to \+\d+: Order #\d+ paid successfully\./,
  );
  const there = expect(asha).not.toHaveReceived("SMS", /paid/);
  await expect(there).rejects.toThrow("It was received: SMS to");
});

test("an armed fault loses an answer, and the client pays once all the same", async ({ till }) => {
  const asha = till.customer("asha");
  const { id } = await placeOrder(asha);
  await till.faults.arm({ procedure: "orders.pay", fault: "lost_after" });
  expect((await asha.orders.pay.mutate({ id })).order).toBePaid();
  expect(await till.faults.list()).toMatchObject([{ procedure: "orders.pay", fired: 1 }]);
  await till.faults.clear();
  expect(await till.faults.list()).toEqual([]);
});

test("a race of people has one winner, also among those who are new", async ({ till }) => {
  const dana = await till.somebody();
  const as = dana.person.id;
  const { rounds, invariants } = await till.race({
    order: { as, items: [{ productId: 1, quantity: 1 }], paymentMethod: "ONLINE" },
    commands: [{ command: "pay", as, times: 4 }],
  });
  expect(rounds).toMatchObject([{ done: 1, refused: { ORDER_NOT_PENDING: 3 } }]);
  expect(invariants.filter(({ holds }) => !holds)).toEqual([]);
});

test("webhooks that are held come in the order of their release", async ({ till }) => {
  const webhooks = await till.webhooks.receive();
  await webhooks.script({ act: "hold", times: 2 });
  const { id } = await placeOrder(till.customer("asha"));
  await till.customer("asha").orders.pay.mutate({ id });
  await vi.waitFor(
    async () => {
      const { items } = await till.staff().webhooks.deliveries.list.query({});
      expect(items.map(({ attempts }) => attempts.at(-1)?.scripted)).toEqual(["hold", "hold"]);
    },
    { timeout: 10_000 },
  );
  await webhooks.release("order.paid", "order.created");
  expect(webhooks.received.map(({ type }) => type)).toEqual(["order.paid", "order.created"]);
  await expect(webhooks.release("order.refunded")).rejects.toThrow(
    "No webhook order.refunded waits to be released. Those that wait: none.",
  );
});

test("a failed test keeps its till, tells its story, and leaves a file to replay", async ({ till }) => {
  const dir = await mkdtemp(join(tmpdir(), "till-failed-"));
  onTestFinished(() => rm(dir, { recursive: true }));
  expect(await keepFailure(till, "Paid?", dir)).toBe(
    `The till of “Paid?” is kept for an hour: ${till.url}\nIt has no orders.`,
  );
  const { id } = await placeOrder(till.customer("ben"));
  const told = await keepFailure(till, "Paid twice? / “no”", dir);
  expect(told).toContain(`Order #${id} of usr_ben is PENDING:`);
  const [, path = ""] = /npx till replay (\S+)$/.exec(told) ?? [];
  expect(path).toBe(`.till/failed/paid-twice-no-${till.id}.json`);
  expect(JSON.parse(await readFile(join(dir, path), "utf8"))).toEqual({
    till: { id: till.id, url: till.url },
    dossiers: [{ ...(await till.dossier(id)), writtenAt: expect.any(String) }],
  });
  const webhooks = await till.webhooks.receive();
  await keepFailure(till, "Paid?", dir);
  await expect(fetch(webhooks.url)).rejects.toThrow("fetch failed");
});

test("a deleted till is gone, with its forks and receivers", async ({ till }) => {
  const own = await createTestTill({ url: new URL(till.url).origin, name: "Own" });
  const webhooks = await own.webhooks.receive();
  const fork = await own.fork();
  await own.delete();
  for (const gone of [own, fork]) await expect(gone.customer().products.list.query({})).toBeRefused("TILL_NOT_FOUND");
  await expect(fetch(webhooks.url)).rejects.toThrow("fetch failed");
});
