import { limits } from "@till/contracts";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { customerWithOrder } from "./customer-with-order.ts";
import { refusalOf } from "./refusals.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

const keeper = somebody("staff");
const keys = () => till.as(keeper).apiKeys;
const newKey = (role: "customer" | "staff" = "staff") => keys().create.mutate({ name: "Nightly export", role });

test("a key is shown once; the database has its hash and nothing that it could be made from", async () => {
  const { key, ...shown } = await newKey();
  expect(key).toMatch(/^sk_staff_[0-9a-z]{20}_[0-9a-z]{40}$/);
  expect(shown).toMatchObject({ name: "Nightly export", role: "staff", createdBy: keeper.id, lastUsedAt: null });
  const { items } = await keys().list.query({});
  expect(items[0]).toEqual(shown);
  const [row] = await till.rows("SELECT * FROM api_keys WHERE id = ?", shown.id);
  expect(JSON.stringify(row)).not.toContain(key.slice(-40));
  expect(row?.["hash"]).toMatch(/^[0-9a-f]{64}$/);
});

test("a program of staff serves orders, and its key is who it is in the story of the order", async () => {
  const { id } = await customerWithOrder(till, "COD");
  const { id: keyId, key } = await newKey();
  const program = till.withToken(key);
  expect((await program.orders.collect.mutate({ id })).order.status).toBe("PAID");
  expect(await program.auth.me.query()).toEqual({
    user: { id: keyId, role: "staff", name: "Nightly export", email: null, phone: null },
  });
  const story = await program.orders.timeline.query({ id });
  expect(story.find(({ type }) => type === "order.paid")?.actor).toEqual({ role: "staff", id: keyId });
});

test("a program of the role customer orders for itself, under the name of its key", async () => {
  const { id: keyId, key } = await newKey("customer");
  const program = till.withToken(key);
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const order = await program.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  expect((await program.orders.pay.mutate({ id: order.id })).order).toMatchObject({ userId: keyId, status: "PAID" });
  expect(await till.rows("SELECT name FROM customers WHERE id = ?", keyId)).toEqual([{ name: "Nightly export" }]);
  expect(await refusalOf(program.orders.collect.mutate({ id: order.id }))).toMatchObject({ code: "FORBIDDEN" });
  const { id: othersOrder } = await customerWithOrder(till);
  expect(await refusalOf(program.orders.get.query({ id: othersOrder }))).toMatchObject({ code: "ORDER_NOT_FOUND" });
});

test("a revoked key does nothing from that moment on, not even what it did before", async () => {
  const { id, get } = await customerWithOrder(till);
  const { id: keyId, key } = await newKey();
  const program = till.withToken(key);
  await program.orders.get.query({ id });
  await till.settled();
  const revoked = await keys().revoke.mutate({ id: keyId });
  expect(revoked.revokedAt).not.toBeNull();
  expect(await keys().revoke.mutate({ id: keyId })).toEqual(revoked);
  const before = await get();
  for (const call of [
    () => program.orders.get.query({ id }),
    () => program.orders.list.query({}),
    () => program.orders.cancel.mutate({ id }),
    () => program.webhooks.endpoints.create.mutate({ url: "https://shop.example/", eventTypes: ["order.paid"] }),
  ])
    expect(await refusalOf(call())).toMatchObject({
      code: "UNAUTHENTICATED",
      message: "The API key is not valid here: it is unknown, or it was revoked.",
    });
  expect(await get()).toEqual(before);
  expect(await program.auth.me.query()).toBeNull();
});

test.each([
  "/trpc/auth.me",
  "/v1/me",
  "/v1/orders",
  "/trpc/orders.list,orders.list?batch=1&input=%7B%220%22%3A%7B%7D%2C%221%22%3A%7B%7D%7D",
])("%s says in a header that a key is not accepted, and the log has its id and not the key", async (path) => {
  const logged = vi.spyOn(console, "info").mockImplementation(() => undefined);
  onTestFinished(() => void vi.restoreAllMocks());
  const { id, key } = await newKey();
  await keys().revoke.mutate({ id });
  const { headers } = await till.request(path, { headers: { authorization: `Bearer ${key}` } });
  expect(headers.get("www-authenticate")).toBe(
    'Bearer error="invalid_token", error_description="The API key is not valid here: it is unknown, or it was revoked."',
  );
  expect(logged.mock.calls.map(([line]) => JSON.parse(String(line)) as object)).toEqual([
    {
      level: "info",
      message: "A token was refused.",
      requestId: headers.get("x-request-id"),
      problem: "API_KEY_REJECTED",
      keyId: id,
    },
  ]);
});

test("a key with another role written on it is another key", async () => {
  const { key } = await newKey("customer");
  const pretending = till.withToken(key.replace("sk_customer_", "sk_staff_"));
  expect(await refusalOf(pretending.orders.list.query({}))).toMatchObject({ code: "UNAUTHENTICATED" });
});

test("a program can't make, see or revoke keys", async () => {
  const { id, key } = await newKey();
  const { apiKeys } = till.withToken(key);
  for (const call of [
    () => apiKeys.create.mutate({ name: "Another", role: "staff" }),
    () => apiKeys.list.query({}),
    () => apiKeys.revoke.mutate({ id }),
  ])
    expect(await refusalOf(call())).toMatchObject({
      code: "FORBIDDEN",
      message: "An API key can't do this. Sign in yourself.",
    });
});

test("the last use of a key is kept, to the minute", async () => {
  const { id, key } = await newKey();
  const lastUse = async () =>
    (await till.rows("SELECT last_used_at FROM api_keys WHERE id = ?", id))[0]?.["last_used_at"];
  onTestFinished(() => {
    till.world.time = null;
  });
  const useAt = async (time: string) => {
    till.world.time = new Date(time);
    const before = till.world.databaseRequests;
    await till.withToken(key).orders.list.query({});
    await till.settled();
    return till.world.databaseRequests - before;
  };
  expect([await useAt("2026-03-01T12:00:00Z"), await lastUse()]).toEqual([2, "2026-03-01T12:00:00.000Z"]);
  expect([await useAt("2026-03-01T12:00:59Z"), await lastUse()]).toEqual([1, "2026-03-01T12:00:00.000Z"]);
  expect([await useAt("2026-03-01T12:01:00Z"), await lastUse()]).toEqual([2, "2026-03-01T12:01:00.000Z"]);
});

test("keys are listed page by page, and there may be only so many that are good", async () => {
  const own = await startTill();
  onTestFinished(() => own.stop());
  const { apiKeys } = own.as(keeper);
  const made: string[] = [];
  for (let count = 0; count < limits.apiKeys; count += 1)
    made.unshift((await apiKeys.create.mutate({ name: `Key ${count}`, role: "staff" })).id);
  const first = await apiKeys.list.query({ limit: 60 });
  const second = await apiKeys.list.query({ limit: 60, cursor: first.nextCursor ?? "" });
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made);
  expect(second.nextCursor).toBeNull();
  const oneMore = () => apiKeys.create.mutate({ name: "One more", role: "staff" });
  expect(await refusalOf(oneMore())).toMatchObject({
    code: "API_KEY_LIMIT_REACHED",
    details: { limit: limits.apiKeys },
  });
  await apiKeys.revoke.mutate({ id: made[0] ?? "" });
  expect(await oneMore()).toMatchObject({ name: "One more" });
  expect(await refusalOf(apiKeys.revoke.mutate({ id: "key_none" }))).toMatchObject({ code: "API_KEY_NOT_FOUND" });
});
