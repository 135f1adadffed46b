import { type EventType, type ListOrdersInput, type Order, type OrderEvent, type Page } from "@till/contracts";
import { type Result, maySee, ok, refuse, refused, tellTimeline } from "@till/domain";
import { and, desc, eq, gte, lt, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { orders } from "../schema/schema.ts";
import { statementsByFilter } from "../statements/by-filter.ts";
import { foundByWords, ordersFts, wordsQuery } from "../statements/full-text.ts";
import { emptyPage, pageBefore, toPage } from "../statements/page.ts";
import { type Given, type Statement, statement } from "../statements/statement.ts";
import { type OrderRow, type Viewer, selectOrders, selectStory, toOrder, toPayment } from "./order-view.ts";
import { idOfReference, isReference } from "./recorded.ts";

export const findOrder = selectOrders((given: Given<{ id: number }>) => sql`WHERE id = ${given.id}`);

/** One order as this caller sees it. Somebody else's order is NOT_FOUND, as if it did not exist. */
export async function getOrder(db: Database, id: number, viewer: Viewer): Promise<Result<Order>> {
  const [row] = await db.run(findOrder({ id }));
  return seenBy(viewer, row, id);
}

/** The row of an order as this caller may see it. */
export const seenBy = (viewer: Viewer, row: OrderRow | undefined, id: number): Result<Order> =>
  row && maySee(row, viewer.actor) ? ok(toOrder(row, viewer)) : refused(refuse.orderNotFound(id));

const findStory = statement((given: Given<{ id: number }>) => selectStory(sql`id = ${given.id}`));

/** The events of an order as a timeline with text. */
export async function getTimeline(db: Database, id: number, viewer: Viewer): Promise<Result<OrderEvent[]>> {
  const row = await db.run(findStory({ id }));
  if (!row || !maySee(row, viewer.actor)) return refused(refuse.orderNotFound(id));
  return ok(tellStory(row, viewer));
}

type Story = NonNullable<ReturnType<ReturnType<typeof findStory>["toRows"]>>;

/** The events whose reason is for the shop: what the gateway says, and what staff think of it. */
const ofTheShop: ReadonlySet<EventType> = new Set(["refund.failed", "refund.dropped"]);

/** The story of an order, as this caller may read it. */
export function tellStory(row: Story, { actor, baseUrl }: Pick<Viewer, "actor" | "baseUrl">): OrderEvent[] {
  const { id } = row;
  const attempts = new Map(
    row.payments.map((payment) => [payment.id, toPayment({ ...payment, orderId: id }, baseUrl)]),
  );
  const isCustomer = actor.role === "customer";
  const events = row.events.map((event) => ({
    ...event,
    payment: attempts.get(event.paymentId ?? "") ?? null,
    reason: isCustomer && ofTheShop.has(event.type) ? null : event.reason,
  }));
  const sent = row.notifications.flatMap(({ channel, recipient, sentAt }) =>
    sentAt === null ? [] : [{ channel, recipient, sentAt }],
  );
  // Only the shop sees the error.
  const failed = row.notifications.flatMap(({ channel, recipient, failedAt, lastError }) =>
    failedAt === null || isCustomer ? [] : [{ channel, recipient, failedAt, error: lastError ?? "" }],
  );
  return tellTimeline(row, events, sent, failed);
}

interface ListValues {
  readonly owner: string | null;
  readonly status: string | null;
  readonly paymentMethod: string | null;
  /** The ranges of time: `from` or later and before `to`, where `to` is after all times if nobody named it. */
  readonly created: string | null;
  readonly createdTo: string;
  readonly paid: string | null;
  readonly paidTo: string;
  readonly updated: string | null;
  readonly before: number;
  readonly atMost: number;
  readonly query: string | null;
  readonly number: number | null;
  readonly reference: string | null;
  /** The text of a search for a number, which may be a reference too. */
  readonly numberText: string | null;
}

const filters = [
  "owner",
  "status",
  "paymentMethod",
  "created",
  "paid",
  "updated",
  "query",
  "number",
  "reference",
] as const;
type Filter = (typeof filters)[number];

/** Before and after all times that Till writes. */
const [firstTime, lastTime] = ["0", ":"];

/** The columns that a list can be narrowed to a range of, and sorted by, with their index. The first one asked for sorts. */
const times = [
  { filter: "created", column: orders.createdAt, index: "orders_created" },
  { filter: "paid", column: orders.paidAt, index: "orders_paid" },
  { filter: "updated", column: orders.updatedAt, index: "orders_updated" },
] as const;

/**
 * Each combination of filters has its own statement, so that each uses its index. A list is sorted by the time that it is
 * narrowed to, so that the index of that time gives its rows. The list of one customer is short, and sorted by id.
 */
const writeList = (asked: readonly Filter[]): Statement<ListValues, OrderRow[]> =>
  selectOrders((given: Given<ListValues>) => {
    const [isOwned, isNumbered] = [asked.includes("owner"), asked.includes("number")];
    const narrow = and(
      isOwned ? eq(orders.userId, given.owner) : undefined,
      asked.includes("status") ? eq(orders.status, given.status) : undefined,
      asked.includes("paymentMethod") ? eq(orders.paymentMethod, given.paymentMethod) : undefined,
      asked.includes("created")
        ? and(gte(orders.createdAt, given.created), lt(orders.createdAt, given.createdTo))
        : undefined,
      asked.includes("paid") ? and(gte(orders.paidAt, given.paid), lt(orders.paidAt, given.paidTo)) : undefined,
      asked.includes("updated") ? gte(orders.updatedAt, given.updated) : undefined,
      asked.includes("reference") ? isReference(given.reference) : undefined,
    );
    const page = sql`ORDER BY ${desc(orders.id)} LIMIT ${given.atMost}`;
    if (asked.includes("query")) {
      const found = foundByWords(ordersFts, given, narrow && { table: orders, index: indexFor(asked), where: narrow });
      return sql`WHERE ${orders.id} IN (${found}) ${page}`;
    }
    const sorted =
      isOwned || isNumbered || asked.includes("reference")
        ? undefined
        : times.find(({ filter }) => asked.includes(filter));
    if (sorted) {
      const { column, index } = sorted;
      const last = sql`coalesce((SELECT ${column} FROM ${orders} WHERE ${orders.id} = ${given.before}), ${lastTime})`;
      return sql`INDEXED BY ${sql.identifier(index)} WHERE ${narrow} AND (${column}, ${orders.id}) < (${last}, ${given.before})
        ORDER BY ${desc(column)}, ${desc(orders.id)} LIMIT ${given.atMost}`;
    }
    const one = isNumbered ? sql`${orders.id} IN (${given.number}, (${idOfReference(given.numberText)}))` : undefined;
    return sql`WHERE ${and(narrow, one, lt(orders.id, given.before))} ${page}`;
  });

const lists = statementsByFilter(filters, writeList);

/** The index of orders for these filters of a search, by id. */
function indexFor(asked: readonly Filter[]): string | null {
  if (asked.includes("reference")) return "orders_reference";
  if (asked.includes("owner")) return asked.includes("status") ? "orders_user_status" : "orders_user";
  if (asked.includes("status")) return "orders_status";
  return asked.includes("paymentMethod") ? "orders_payment_method" : null;
}

/** `42` or `#42`. */
const orderNumber = /^#?([1-9]\d{0,14})$/;

/** A page of orders, newest first. Customers get their own, staff get everybody's or one customer's. One request. */
export async function listOrders(db: Database, input: ListOrdersInput, viewer: Viewer): Promise<Result<Page<Order>>> {
  const { actor } = viewer;
  const { status = null, userId, search } = input;
  if (actor.role === "customer" && userId !== undefined && userId !== actor.id)
    return refused(refuse.listOthersOrders());
  if (actor.role === "customer" && search !== undefined) return refused(refuse.searchOrders());
  const owner = actor.role === "customer" ? actor.id : (userId ?? null);
  const number = orderNumber.exec(search ?? "")?.[1];
  const query = search && number === undefined ? wordsQuery(search) : null;
  if (search && number === undefined && query === null) return ok(emptyPage);
  const { createdFrom, createdTo, paidFrom, paidTo } = input;
  const values = {
    owner,
    status,
    paymentMethod: input.paymentMethod ?? null,
    created: createdFrom ?? (createdTo === undefined ? null : firstTime),
    createdTo: createdTo ?? lastTime,
    paid: paidFrom ?? (paidTo === undefined ? null : firstTime),
    paidTo: paidTo ?? lastTime,
    updated: input.updatedSince ?? null,
    query,
    number: number === undefined ? null : Number(number),
    numberText: search ?? null,
    reference: input.reference ?? null,
    ...pageBefore(input),
  };
  const rows = await db.run(lists(values)(values));
  return ok(
    toPage(
      rows.map((row) => toOrder(row, viewer)),
      input.limit,
    ),
  );
}
