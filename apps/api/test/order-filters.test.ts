import type { ListOrdersInput, Order } from "@till/contracts";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { rounds } from "./rounds.ts";
import { refusalOf } from "./refusals.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
let all: Order[];
const [asha, ben] = [somebody(), somebody()];
const staff = () => till.as(somebody("staff"));
const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 12, minute));

/** Orders of two people, placed a minute apart, two of them at the same time; some paid or cancelled some time later. */
beforeAll(async () => {
  till = await startTill();
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  for (const [index, minute] of [0, 1, 2, 2, 3, 4, 5, 6, 7, 8].entries()) {
    const user = index % 3 === 0 ? ben : asha;
    till.world.time = at(minute);
    const isCash = index % 4 === 1;
    const order = await till.as(user).orders.create.mutate({ items, paymentMethod: isCash ? "COD" : "ONLINE" });
    till.world.time = at(minute + 10 - index);
    if (index % 5 === 4) await till.as(user).orders.cancel.mutate({ id: order.id });
    else if (isCash) await staff().orders.collect.mutate({ id: order.id });
    else if (index % 2 === 0) await till.as(user).orders.pay.mutate({ id: order.id });
  }
  till.world.time = at(20);
  all = (await staff().orders.list.query({ limit: 100 })).items;
});
afterAll(() => till.stop());

type Filters = Omit<ListOrdersInput, "limit" | "cursor">;

/** What a filter means, in plain words. */
const fits = (order: Order, filters: Filters): boolean =>
  (filters.status === undefined || order.status === filters.status) &&
  (filters.paymentMethod === undefined || order.paymentMethod === filters.paymentMethod) &&
  (filters.userId === undefined || order.userId === filters.userId) &&
  (filters.createdFrom === undefined || order.createdAt >= filters.createdFrom) &&
  (filters.createdTo === undefined || order.createdAt < filters.createdTo) &&
  (filters.updatedSince === undefined || order.updatedAt >= filters.updatedSince) &&
  (filters.paidFrom === undefined || (order.paidAt ?? "") >= filters.paidFrom) &&
  (filters.paidTo === undefined || (order.paidAt !== null && order.paidAt < filters.paidTo));

/** The time by which a list is sorted. One of one customer, or of a search, is sorted by the order's number. */
function timeOf(order: Order, { userId, search, createdFrom, createdTo, paidFrom, paidTo, updatedSince }: Filters) {
  if (userId !== undefined || search !== undefined) return "";
  if (createdFrom !== undefined || createdTo !== undefined) return order.createdAt;
  if (paidFrom !== undefined || paidTo !== undefined) return order.paidAt ?? "";
  return updatedSince === undefined ? "" : order.updatedAt;
}

/** The ids that a list must have, from all orders and the words above. */
const expected = (filters: Filters) =>
  all
    .filter((order) => fits(order, filters))
    .toSorted((a, b) => timeOf(b, filters).localeCompare(timeOf(a, filters)) || b.id - a.id)
    .map(({ id }) => id);

async function listed(filters: Filters, limit: number) {
  const ids: number[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await staff().orders.list.query({ ...filters, limit, ...(cursor !== undefined && { cursor }) });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return ids;
}

const time = fc.integer({ min: -1, max: 19 }).map((minute) => at(minute).toISOString());
const isRange = (from?: string, to?: string) => from === undefined || to === undefined || from < to;
const filters = fc
  .record(
    {
      status: fc.constantFrom("PENDING" as const, "PAID" as const, "CANCELLED" as const),
      paymentMethod: fc.constantFrom("COD" as const, "ONLINE" as const),
      userId: fc.constantFrom(asha.id, ben.id),
      createdFrom: time,
      createdTo: time,
      paidFrom: time,
      paidTo: time,
      updatedSince: time,
      search: fc.constant("test person"),
    },
    { requiredKeys: [] },
  )
  .filter((asked) => isRange(asked.createdFrom, asked.createdTo) && isRange(asked.paidFrom, asked.paidTo));

test("a list has the orders that its filters name, in one sequence, however it is read in pages", async () => {
  const property = fc.asyncProperty(filters, fc.integer({ min: 1, max: 4 }), async (asked, limit) => {
    expect(await listed(asked, limit)).toEqual(expected(asked));
  });
  await fc.assert(property, { numRuns: rounds(1_000, 60) });
});

test("a list of a range of time is one request to the database, and a customer's has only their own orders", async () => {
  const before = till.world.databaseRequests;
  const { items } = await till
    .as(asha)
    .orders.list.query({ createdFrom: at(0).toISOString(), paymentMethod: "ONLINE" });
  expect(till.world.databaseRequests - before).toBe(1);
  expect(items.map(({ id }) => id)).toEqual(expected({ userId: asha.id, paymentMethod: "ONLINE" }));
});

test("a time without a zone is refused with the field's name", async () => {
  expect(await refusalOf(staff().orders.list.query({ paidFrom: "2026-03-01" }))).toMatchObject({
    code: "VALIDATION_FAILED",
    details: { issues: [{ field: "paidFrom", message: expect.stringContaining("must be a time such as") }] },
  });
});

test.each([
  ["createdFrom", "createdTo"],
  ["paidFrom", "paidTo"],
])("a range of time that ends before %s is refused with the field's name", async (from, to) => {
  const range = { [from]: at(1).toISOString(), [to]: at(0).toISOString() };
  expect(await refusalOf(staff().orders.list.query(range))).toMatchObject({
    code: "VALIDATION_FAILED",
    message: `${to} must be later than ${from}.`,
  });
});
