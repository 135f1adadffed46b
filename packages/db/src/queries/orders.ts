import { type ListOrdersInput, type Order, type OrderEvent, type Page, decodeCursor } from "@till/contracts";
import { type Result, maySee, ok, refuse, refused, tellTimeline } from "@till/domain";
import { type SQL, and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { Database } from "../database.ts";
import { hasWords, ordersFts } from "../full-text.ts";
import { type Viewer, selectOrder, selectOrders, selectStory, toOrder, toPayment } from "../order-view.ts";
import { toPage } from "../page.ts";
import { orders } from "../schema/schema.ts";

/** One order as this caller sees it. Somebody else's order is one that does not exist. */
export async function getOrder(db: Database, id: number, viewer: Viewer): Promise<Result<Order>> {
  const row = await selectOrder(db, sql`id = ${id}`);
  return row && maySee(row, viewer.actor) ? ok(toOrder(row, viewer)) : refused(refuse.orderNotFound(id));
}

/** What happened to an order, as a story. */
export async function getTimeline(db: Database, id: number, { actor, origin }: Viewer): Promise<Result<OrderEvent[]>> {
  const row = await selectStory(db, sql`id = ${id}`);
  if (!row || !maySee(row, actor)) return refused(refuse.orderNotFound(id));
  const attempts = new Map(row.payments.map((payment) => [payment.id, toPayment(payment, origin)]));
  const events = row.events.map((event) => ({ ...event, payment: attempts.get(event.paymentId ?? "") ?? null }));
  const sent = row.notifications.map(({ channel, recipient, sentAt }) => ({
    channel,
    recipient,
    sentAt: sentAt ?? "",
  }));
  return ok(tellTimeline(row, events, sent));
}

/** A page of orders, newest first: a customer's own, or for staff everybody's or one customer's. */
export async function listOrders(
  db: Database,
  { status, userId, search, cursor, limit }: ListOrdersInput,
  viewer: Viewer,
): Promise<Result<Page<Order>>> {
  const { actor } = viewer;
  if (actor.role === "customer" && userId !== undefined && userId !== actor.id)
    return refused(refuse.listOthersOrders());
  if (actor.role === "customer" && search !== undefined) return refused(refuse.searchOrders());
  const owner = actor.role === "customer" ? actor.id : userId;
  const asked = and(
    owner === undefined ? undefined : eq(orders.userId, owner),
    status && eq(orders.status, status),
    lt(orders.id, decodeCursor(cursor) ?? Number.MAX_SAFE_INTEGER),
  );
  const rows = await selectOrders(db, {
    where: search ? foundBy(db, search, { asked, atMost: limit + 1 }) : asked,
    orderBy: desc(orders.id),
    limit: limit + 1,
  });
  return ok(
    toPage(
      rows.map((row) => toOrder(row, viewer)),
      limit,
    ),
  );
}

/** `42` or `#42`. */
const orderNumber = /^#?([1-9]\d{0,14})$/;

/**
 * The orders that a search finds, by their number or by the words of their customer. The index gives what it finds in
 * the order of ids, so the newest come first without a sort, and it stops when the page is full.
 */
function foundBy(db: Database, search: string, { asked, atMost }: { asked: SQL | undefined; atMost: number }) {
  const [, number] = orderNumber.exec(search) ?? [];
  if (number !== undefined) return and(asked, eq(orders.id, Number(number)));
  const found = db
    .select({ id: ordersFts.rowid })
    .from(ordersFts)
    .crossJoin(orders)
    .where(and(hasWords(ordersFts, search), eq(orders.id, ordersFts.rowid), asked))
    .orderBy(desc(ordersFts.rowid))
    .limit(atMost);
  return inArray(orders.id, found);
}
