import type { OrderFor } from "@till/contracts";
import { ok, simulator } from "@till/domain";
import { expect, test } from "vitest";
import { type Command, type CommandContext, createOrder, payOrder, refundOrder } from "../src/index.ts";

const context: CommandContext = {
  actor: { id: "usr_1", role: "customer", name: "Asha", email: null, phone: null },
  now: "2026-05-01T12:00:00.000Z",
  baseUrl: "https://till.example",
  commandId: "x",
  rules: { timeToPayMs: { COD: 60_000, ONLINE: 60_000 }, reservations: { maxOpenOrders: 9, maxReservedPieces: 9 } },
  gateway: simulator,
  gateways: new Map([[simulator.name, simulator]]),
};

/** The size of a command's SQL, in bytes, and its number of statements. The server parses all of it on each call. */
function sizeOf<Input>(command: Pick<Command<Input, unknown, object>, "plan">, input: Input, caller = context) {
  const plan = command.plan(input, caller);
  expect(plan).toMatchObject(ok({}));
  if (!plan.ok) return null;
  const { writes, announcements, advance, reads } = plan.value;
  const statements = [...writes, ...Object.values(announcements), advance, ...Object.values(reads)] as {
    sql: string;
  }[];
  return { statements: statements.length, bytes: statements.reduce((sum, { sql }) => sum + sql.length, 0) };
}

const items = [{ productId: 1, quantity: 1 }];

test("placing an order without a discount code sends 10 statements of 7.6 KB at most", () => {
  const size = sizeOf(createOrder, { items, paymentMethod: "ONLINE" });
  expect(size?.statements).toBe(10);
  expect(size?.bytes).toBeLessThanOrEqual(7_600);
});

function sqlOf(discountCode?: string) {
  const plan = createOrder.plan({ items, paymentMethod: "COD", discountCode }, context);
  return plan.ok ? JSON.stringify(plan.value) : "";
}

test("only an order with a discount code sends SQL about discounts", () => {
  expect(sqlOf()).not.toMatch(/"discounts\\?"|discount_uses|row_number/);
  expect(sqlOf("TEN")).toMatch(/discount_uses/);
});

test("only an order with recorded fields sends SQL about them", () => {
  const sizes = [{}, { metadata: {} }, { metadata: { gift: "yes" } }, { reference: "SO-1" }].map((recorded) =>
    sizeOf(createOrder, { items, paymentMethod: "ONLINE", ...recorded }),
  );
  const [bare, none, recorded, referenced] = sizes;
  expect(none).toEqual(bare);
  expect(recorded?.statements).toBe(bare?.statements);
  expect(recorded?.bytes).toBeGreaterThan(bare?.bytes ?? 0);
  expect(referenced?.statements).toBe((bare?.statements ?? 0) + 1);
});

test("only an order with extra lines sends SQL about them", () => {
  const extra = { type: "SHIPPING", name: "Standard", amount: 500 } as const;
  const sizes = [{}, { extras: [] }, { metadata: { gift: "yes" } }, { extras: [extra] }].map((recorded) =>
    sizeOf(createOrder, { items, paymentMethod: "ONLINE", ...recorded }),
  );
  const [bare, none, recorded, extended] = sizes;
  expect(none).toEqual(bare);
  expect(extended?.statements).toBe(recorded?.statements);
  expect(extended?.bytes).toBeGreaterThan(recorded?.bytes ?? 0);
});

test("only an order for somebody else sends SQL about them", () => {
  const sizeFor = (customer: OrderFor | undefined) =>
    sizeOf(
      createOrder,
      { items, paymentMethod: "ONLINE", ...(customer && { customer, link }) },
      customer ? { ...context, actor: meera } : context,
    );
  const meera = { id: "usr_3", role: "staff", name: "Meera", email: null, phone: null } as const;
  const link = { secret: "x", hash: "y", expiresAt: context.now };
  const [own, known, guest] = [undefined, { id: "usr_2" }, { name: "Ravi", email: "ravi@example.com" }].map(sizeFor);
  // The customer is read instead of written; a guest is written with their link.
  expect([own, known, guest].map((size) => size?.statements)).toEqual([10, 10, 12]);
  expect(Math.max(known?.bytes ?? 0, guest?.bytes ?? 0)).toBeLessThanOrEqual(8_000);
});

test("paying sends 8 statements of 5.7 KB at most", () => {
  const size = sizeOf(payOrder, { id: 1 });
  expect(size?.statements).toBe(8);
  expect(size?.bytes).toBeLessThanOrEqual(5_700);
});

test("refunding sends 9 statements of 7 KB at most", () => {
  const size = sizeOf(refundOrder, { id: 1 });
  expect(size?.statements).toBe(9);
  expect(size?.bytes).toBeLessThanOrEqual(7_000);
});
