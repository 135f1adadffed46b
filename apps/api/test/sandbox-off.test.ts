import type { AppRouter } from "../src/index.ts";
import { createTRPCClient, httpLink } from "@trpc/client";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { policies } from "../src/policies.ts";
import { startBuiltWorker } from "./built-worker.ts";
import { refusalOf } from "./refusals.ts";
import { routes } from "../src/rest/routes.ts";
import { type Till, somebody, startTill } from "./till.ts";

let sandbox: Till;
let worker: Awaited<ReturnType<typeof startBuiltWorker>>;
beforeAll(async () => {
  // The same database, first with the sandbox, then without: as a shop that goes live.
  sandbox = await startTill();
  const live = { SANDBOX: "off", PUBLIC_ORIGIN: "https://till.test", WEBHOOK_PRIVATE_TARGETS: "on" };
  worker = await startBuiltWorker({ ...sandbox.env, ...live });
});
afterAll(async () => {
  await worker.stop();
  await sandbox.stop();
});

function as(authorization?: string) {
  const headers = authorization === undefined ? {} : { authorization };
  return createTRPCClient<AppRouter>({ links: [httpLink({ url: new URL("/trpc", worker.url), headers })] });
}

const customer = async (user = somebody()) => as(`Bearer ${await sandbox.tokenOf(user)}`);
const staff = () => customer(somebody("staff"));
const basket = async () => [{ productId: await sandbox.addProduct({ stock: 5 }), quantity: 1 }];

const sandboxOnly = routes.filter(({ meta }) => policies[meta.policy].isSandboxOnly);

test("the sandbox's conveniences are those that one expects", () => {
  expect(sandboxOnly.map(({ name }) => name).toSorted()).toEqual([
    "sandbox.addUser",
    "sandbox.clock.advance",
    "sandbox.clock.get",
    "sandbox.clock.set",
    "sandbox.failMessages",
    "sandbox.faults.arm",
    "sandbox.faults.clear",
    "sandbox.faults.list",
    "sandbox.race",
    "sandbox.reset",
    "sandbox.signIn",
    "sandbox.tills.create",
    "sandbox.tills.delete",
    "sandbox.tills.fork",
    "sandbox.tills.get",
    "sandbox.tills.list",
    "sandbox.users",
    "sandbox.webhooks.clear",
    "sandbox.webhooks.list",
    "sandbox.webhooks.release",
    "sandbox.webhooks.script",
  ]);
});

test.each(sandboxOnly)("$name is refused over tRPC and REST, even to staff", async ({ name, type, method, path }) => {
  const headers = {
    authorization: `Bearer ${await sandbox.tokenOf(somebody("staff"))}`,
    "content-type": "application/json",
  };
  const answers = [
    await fetch(new URL(`/trpc/${name}`, worker.url), { method: type === "query" ? "GET" : "POST", headers }),
    await fetch(new URL(path.replace("{id}", "1"), worker.url), { method, headers }),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain("This is a feature of the sandbox, and the sandbox is off here.");
  }
});

const customersInSandboxOnly = routes.filter(({ meta }) => policies[meta.policy].sandboxRoles.includes("customer"));

test("staff of a live shop read what was sent; its customers have mailboxes of their own", () => {
  expect(customersInSandboxOnly.map(({ name }) => name).toSorted()).toEqual([
    "notifications.get",
    "notifications.list",
  ]);
});

test.each(customersInSandboxOnly)("$name is refused to customers, and not to staff", async ({ name }) => {
  const call = async (role: "customer" | "staff") => {
    const headers = { authorization: `Bearer ${await sandbox.tokenOf(somebody(role))}` };
    const input = name.endsWith("get") ? { id: 987_654_321 } : {};
    const query = new URLSearchParams({ input: JSON.stringify(input) }).toString();
    return fetch(new URL(`/trpc/${name}?${query}`, worker.url), { headers });
  };
  const refused = await call("customer");
  expect([refused.status, await refused.text()]).toEqual([403, expect.stringMatching(/only staff/i)]);
  expect((await call("staff")).status).toBe(name.endsWith("get") ? 404 : 200);
});

test("a token that the sandbox made is good no more", async () => {
  await sandbox.rows("INSERT INTO customers (id, role, name, demo) VALUES ('usr_demo', 'staff', 'Demo', 1)");
  const { token } = await sandbox.as(null).sandbox.signIn.mutate({ userId: "usr_demo" });
  expect(await refusalOf(as(`Bearer ${token}`).orders.list.query({}))).toMatchObject({ code: "UNAUTHENTICATED" });
});

test("an ONLINE order is refused and takes nothing out of stock; cash on delivery works to the end", async () => {
  const api = await customer();
  const items = await basket();
  const refused = await refusalOf(api.orders.create.mutate({ items, paymentMethod: "ONLINE" }));
  expect(refused).toMatchObject({
    code: "GATEWAY_REQUIRED",
    status: 409,
    message: expect.stringContaining("Choose cash on delivery (COD). The setting GATEWAY names a payment gateway."),
  });
  expect((await api.products.get.query({ id: items[0]?.productId ?? 0 })).stock).toBe(5);
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "COD" });
  expect((await (await staff()).orders.collect.mutate({ id })).order.status).toBe("PAID");
  expect((await (await staff()).orders.refund.mutate({ id })).order.status).toBe("REFUNDED");
});

test("no message says that it was sent, for nothing is there to send it; staff see that, and the log names nobody", async () => {
  const user = somebody();
  const api = await customer(user);
  const { id } = await api.orders.create.mutate({ items: await basket(), paymentMethod: "COD" });
  const messages = () =>
    sandbox.rows(
      "SELECT channel, sent_at, next_attempt_at, last_error FROM notifications WHERE order_id = ? ORDER BY id",
      id,
    );
  const givenUp = { sent_at: null, next_attempt_at: null };
  await vi.waitFor(
    async () =>
      expect(await messages()).toEqual([
        { ...givenUp, channel: "EMAIL", last_error: "No channel for email is configured. Set EMAIL_PROVIDER." },
        { ...givenUp, channel: "SMS", last_error: "No channel for SMS is configured. Set SMS_PROVIDER." },
      ]),
    { timeout: 30_000 },
  );
  const texts = async (caller: typeof api) =>
    (await caller.orders.timeline.query({ id })).map(({ type, text }) => [type, text]);
  const placed = ["order.created", expect.stringContaining("Order placed")];
  expect(await texts(await staff())).toEqual([
    placed,
    ["message.failed", `Email to ${user.email} was not sent: No channel for email is configured. Set EMAIL_PROVIDER.`],
    ["message.failed", `SMS to ${user.phone} was not sent: No channel for SMS is configured. Set SMS_PROVIDER.`],
  ]);
  expect(await texts(api)).toEqual([placed]);
  expect(worker.log()).toContain("A message could not be sent.");
  const outbox = await (await staff()).notifications.list.query({ orderId: id });
  expect(outbox.items.map(({ channel, recipient, status }) => [channel, recipient, status])).toEqual([
    ["SMS", user.phone, "FAILED"],
    ["EMAIL", user.email, "FAILED"],
  ]);
  for (const personal of ["MOCK", user.email ?? "", user.phone ?? "", user.name])
    expect(worker.log()).not.toContain(personal);
});

test("what the sandbox left open is paid by no test card", async () => {
  const user = somebody();
  const before = sandbox.as(user);
  const items = await basket();
  const place = () => before.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const [unpaid, waiting, processing] = [await place(), await place(), await place()];
  const { payment } = await before.orders.pay.mutate({
    id: waiting.id,
    source: { token: "pm_card_threeDSecure2Required" },
  });
  await before.orders.pay.mutate({ id: processing.id, source: { token: "pm_card_processing" } });

  const after = await customer(user);
  expect(await refusalOf(after.orders.pay.mutate({ id: unpaid.id }))).toMatchObject({ code: "GATEWAY_REQUIRED" });
  const confirmation = { id: waiting.id, paymentId: payment.id, outcome: "COMPLETE" } as const;
  expect(await refusalOf(after.orders.confirm.mutate(confirmation))).toMatchObject({ code: "PAYMENT_NOT_OPEN" });
  const page = await fetch(new URL(`/payments/${payment.id}/confirm`, worker.url), {
    method: "POST",
    body: "outcome=COMPLETE",
    headers: { "content-type": "application/x-www-form-urlencoded" },
  });
  expect(page.status).toBe(409);
  await worker.sweep(new Date(Date.now() + 60_000));
  expect((await after.orders.get.query({ id: processing.id })).payments).toMatchObject([{ status: "FAILED" }]);
  const orders = (await after.orders.list.query({})).items;
  expect(orders.map(({ status }) => status)).toEqual(["PENDING", "PENDING", "PENDING"]);
});

test("webhooks go to public addresses only, even if private ones are allowed", async () => {
  const { webhooks } = await staff();
  const made = webhooks.endpoints.create.mutate({ url: "http://127.0.0.1/", eventTypes: ["order.paid"] });
  expect(await refusalOf(made)).toMatchObject({ code: "WEBHOOK_URL_FORBIDDEN" });
});

test("a Worker with a weak secret does not start, and says what to set", async () => {
  await expect(startBuiltWorker({ ...sandbox.env, AUTH_SECRET: "weak" })).rejects.toThrow(
    "Till is not configured. AUTH_SECRET is too short: set it to a random text of 32 characters or more",
  );
});
