import {
  type Channel,
  type NotificationStatus,
  type OrderStatus,
  channels,
  encodeCursor,
  notificationStatuses,
  orderStatuses,
} from "@till/contracts";
import type { Actor } from "@till/domain";
import fc from "fast-check";
import { expect, test } from "vitest";
import { listCustomers, listNotifications, listOrders, openDatabase } from "../src/index.ts";
import { startShop } from "./shop.ts";

const { server, database } = await startShop();
const db = openDatabase(server);

const now = "2026-05-01T12:00:00.000Z";
const staff: Actor = { id: "usr_staff", role: "staff", name: "Staff", email: null, phone: null };
const firstNames = ["Asha", "Ashok", "Zoë", "Nguyễn", "कुमारी", "किरण"];
const lastNames = ["Rao", "Raman", "Núñez", "शर्मा"];
const people = ["usr_asha", "usr_many", "usr_few"];
const orderCount = 1_000;
const recipient = "x@example.com";

/** Most orders are of one customer and paid, so that some filters have few rows and others many. */
const placed = Array.from({ length: orderCount }, (_, index) => {
  const id = index + 1;
  return {
    id,
    name: `${firstNames[(id * 7) % firstNames.length] ?? ""} ${lastNames[(id * 5) % lastNames.length] ?? ""}`,
    userId: people[id % 50 === 0 ? 2 : id % 5 === 0 ? 0 : 1] ?? "",
    status: orderStatuses[id % 97 === 0 ? 3 : id % 11 === 0 ? 2 : id % 3 === 0 ? 0 : 1] ?? "PAID",
    text: id % 4 === 0 ? `Order #${id} is paid.` : `Order #${id} has been cancelled.`,
    /** Of its message. Only what was sent has a text. */
    state: notificationStatuses[id % 61 === 0 ? 0 : id % 13 === 0 ? 2 : 1] ?? "SENT",
    channel: channels[id % 40 === 0 ? 1 : 0] ?? "EMAIL",
  };
});

await database.batch(
  [
    `INSERT INTO customers (id, role, name) VALUES ('usr_many', 'customer', 'Many'), ('usr_few', 'customer', 'Few')`,
    {
      sql: `INSERT INTO orders (id, version, user_id, customer_name, status, payment_method, currency, subtotal_amount, discount_amount,
          total_amount, refunded_amount, created_at, updated_at, paid_at, cancelled_at)
        SELECT value ->> 'id', 1, value ->> 'userId', value ->> 'name', value ->> 'status', 'ONLINE', 'INR', 100, 0, 100, 0, :now, :now,
          iif(value ->> 'status' IN ('PAID', 'REFUNDED'), :now, NULL), iif(value ->> 'status' = 'CANCELLED', :now, NULL)
        FROM json_each(:placed)`,
      args: { placed: JSON.stringify(placed), now },
    },
    {
      sql: `INSERT INTO order_events (id, order_id, seq, command_id, command, type, actor_role, actor_id, at, fingerprint)
        SELECT id, id, 1, 'c' || id, 'create', 'order.created', 'customer', user_id, :now, '' FROM orders`,
      args: { now },
    },
    {
      sql: `INSERT INTO notifications (id, order_id, event_id, channel, recipient, attempts, created_at, sent_at, failed_at, next_attempt_at, user_id)
        SELECT value ->> 'id', value ->> 'id', value ->> 'id', value ->> 'channel', :recipient, 1, :now, iif(value ->> 'state' = 'SENT', :now, NULL),
          iif(value ->> 'state' = 'FAILED', :now, NULL), iif(value ->> 'state' = 'PENDING', :now, NULL), value ->> 'userId'
        FROM json_each(:placed)`,
      args: { placed: JSON.stringify(placed), now, recipient },
    },
    {
      sql: `UPDATE notifications SET text = value ->> 'text' FROM json_each(:placed) WHERE notifications.id = value ->> 'id' AND sent_at IS NOT NULL`,
      args: { placed: JSON.stringify(placed) },
    },
  ],
  "write",
);

/** A text as a search reads it: without accents, in small letters, in words. */
const wordsOf = (text: string) =>
  text
    .normalize("NFD")
    .replaceAll(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== "");

const isFoundIn = (text: string, search: string) =>
  wordsOf(search).every((word) => wordsOf(text).some((other) => other.startsWith(word)));

type Placed = (typeof placed)[number];

/** What a page shows, from reading everything. */
const expected = (isMeant: (order: Placed) => boolean, before: number, limit: number) =>
  placed
    .filter((order) => order.id < before && isMeant(order))
    .map(({ id }) => id)
    .toReversed()
    .slice(0, limit);

const page = { before: fc.integer({ min: 2, max: orderCount + 1 }), limit: fc.integer({ min: 1, max: 100 }) };
const pageInput = ({ before, limit }: { before: number; limit: number }) => ({ cursor: encodeCursor(before), limit });

/** Some words, and beginnings of words, in composed and decomposed form. */
const words = (from: readonly string[]) =>
  fc
    .array(
      fc
        .tuple(
          fc.constantFrom(...from),
          fc.integer({ min: 1, max: 8 }),
          fc.constantFrom("NFC" as const, "NFD" as const),
        )
        .map(([word, length, form]) => word.slice(0, length).normalize(form)),
      { minLength: 1, maxLength: 2 },
    )
    .map((some) => some.join(" "));

test("a search of orders answers what reading all of them would, with every filter", async () => {
  const filters = fc.record({
    search: words([...firstNames, ...lastNames, "nunez", "nguyen", "zoe", "कीमोर"]),
    status: fc.option(fc.constantFrom<OrderStatus>(...orderStatuses), { nil: undefined }),
    userId: fc.option(fc.constantFrom(...people, "usr_nobody"), { nil: undefined }),
    ...page,
  });
  await fc.assert(
    fc.asyncProperty(filters, async ({ search, status, userId, ...paging }) => {
      const found = await listOrders(
        db,
        { search, ...(status && { status }), ...(userId && { userId }), ...pageInput(paging) },
        { actor: staff, now, baseUrl: "https://till.example" },
      );
      const isMeant = (order: Placed) =>
        (status ?? order.status) === order.status &&
        (userId ?? order.userId) === order.userId &&
        isFoundIn(order.name, search);
      expect(found.ok && found.value.items.map(({ id }) => id)).toEqual(expected(isMeant, paging.before, paging.limit));
    }),
    { numRuns: 200 },
  );
});

test("a list and a search of messages answer what reading all of them would, with every filter", async () => {
  const filters = fc.record({
    search: fc.option(words(["Order", "paid", "cancelled", "been", "7", "12", "refunded"]), {
      nil: undefined,
      freq: 2,
    }),
    channel: fc.option(fc.constantFrom<Channel>(...channels), { nil: undefined }),
    status: fc.option(fc.constantFrom<NotificationStatus>(...notificationStatuses), { nil: undefined }),
    orderId: fc.option(fc.integer({ min: 1, max: orderCount }), { nil: undefined, freq: 4 }),
    asker: fc.constantFrom(null, ...people),
    ...page,
  });
  await fc.assert(
    fc.asyncProperty(filters, async ({ search, channel, status, orderId, asker, ...paging }) => {
      const actor: Actor = asker === null ? staff : { ...staff, role: "customer", id: asker };
      const narrow = { ...(search && { search }), ...(channel && { channel }), ...(status && { status }) };
      const { items } = await listNotifications(
        db,
        { ...narrow, ...(orderId && { orderId }), ...pageInput(paging) },
        actor,
      );
      const isMeant = (order: Placed) =>
        (channel ?? order.channel) === order.channel &&
        (status ?? order.state) === order.state &&
        (orderId ?? order.id) === order.id &&
        (asker ?? order.userId) === order.userId &&
        (search === undefined || (order.state === "SENT" && isFoundIn(`${recipient} ${order.text}`, search)));
      expect(items.map(({ id }) => id)).toEqual(expected(isMeant, paging.before, paging.limit));
    }),
    { numRuns: 300 },
  );
});

/** Whose order it could be: a guest's, a program's or a person's. */
const idOf = ({ id }: Placed) => `${id % 3 === 0 ? "guest" : id % 100 === 1 ? "key" : "usr"}_z${id}`;

test("a search of customers answers what reading all of them would, also of the known ones only", async () => {
  await database.batch(
    [
      "DELETE FROM customers WHERE id NOT IN (SELECT user_id FROM orders)",
      "UPDATE customers SET role = 'staff'",
      {
        sql: `INSERT INTO customers (number, id, role, name, email) SELECT 10 + (value ->> 'id'), value ->> 'of', 'customer', value ->> 'name', 'x' || (value ->> 'id') || '@example.com'
        FROM json_each(?)`,
        args: [JSON.stringify(placed.map((order) => ({ ...order, of: idOf(order) })))],
      },
    ],
    "write",
  );
  const filters = fc.record({
    search: fc.option(words([...firstNames, ...lastNames, "nunez", "nguyen", "zoe", "x12", "usr", "guest"]), {
      nil: undefined,
      freq: 5,
    }),
    known: fc.boolean(),
    ...page,
  });
  await fc.assert(
    fc.asyncProperty(filters, async ({ search, known, ...paging }) => {
      const from = pageInput({ ...paging, before: paging.before + 10 });
      const { items } = await listCustomers(db, { ...(search && { search }), known, ...from });
      const isMeant = (order: Placed) =>
        (!known || idOf(order).startsWith("usr")) &&
        (search === undefined || isFoundIn(`${order.name} x${order.id}@example.com ${idOf(order)}`, search));
      expect(items.map(({ id }) => Number(/\d+$/.exec(id)?.[0]))).toEqual(
        expected(isMeant, paging.before, paging.limit),
      );
    }),
    { numRuns: 200 },
  );
});
