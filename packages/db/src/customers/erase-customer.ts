import {
  type EraseCustomerInput,
  type ErasedCustomer,
  type ErasureObstacle,
  decodeCursor,
  encodeCursor,
  limits,
} from "@till/contracts";
import { type Result, ok, refuse, refused } from "@till/domain";
import { type SQL, and, eq, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { constant, words } from "../schema/columns.ts";
import {
  customers,
  erasures,
  guestLinks,
  notifications,
  orderEvents,
  orders,
  payments,
  refunds,
  webhookAttempts,
  webhookDeliveries,
} from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import { build, givenValues, rawStatement, statement } from "../statements/statement.ts";
import { erasedName, withoutWords } from "./erased.ts";
import { type CustomerRow, selectCustomer, toCustomer } from "./customer-row.ts";

/** Who erases, when, and the id of the call. */
export interface Erasing {
  readonly actorId: string;
  readonly now: string;
  readonly commandId: string;
}

interface Values extends Erasing {
  readonly id: string;
  readonly reason: string | null;
  /** The call goes through the orders after this one. */
  readonly after: number;
}

const given = givenValues<Values>();
const isTheirs = sql`${orders.userId} = ${given.id}`;
const name = sql`${words([erasedName])}`;
/** What stands in for a text that a row must have. */
const erased = sql`'Erased'`;
const eventData = sql`json_remove(data, '$.recorded', '$.actionUrl')`;
const unlessNull = (column: SQL | typeof refunds.failureReason, text: SQL) =>
  sql`iif(${column} IS NULL, NULL, ${text})`;

/** Selects what is still going on about one of their orders. Each reads an index of what is open or due. */
const obstacles: Record<ErasureObstacle, SQL> = {
  ORDER_OPEN: sql`SELECT id FROM ${orders} WHERE ${isTheirs} AND status = 'PENDING'`,
  PAYMENT_PROCESSING: sql`SELECT order_id FROM ${payments} JOIN ${orders} ON ${orders.id} = order_id
    WHERE next_attempt_at IS NOT NULL AND ${isTheirs}`,
  REFUND_PENDING: sql`SELECT order_id FROM ${refunds} JOIN ${orders} ON ${orders.id} = order_id
    WHERE next_attempt_at IS NOT NULL AND ${isTheirs}`,
  MESSAGE_DUE: sql`SELECT order_id FROM ${notifications} JOIN ${orders} ON ${orders.id} = order_id
    WHERE next_attempt_at IS NOT NULL AND ${isTheirs}`,
  // One that waits for its next attempt is sent without the words. One that is being sent could write its body later.
  WEBHOOK_BEING_SENT: sql`SELECT order_id FROM ${webhookDeliveries} JOIN ${orders} ON ${orders.id} = order_id
    WHERE taken_by IS NOT NULL AND next_attempt_at > ${given.now} AND ${isTheirs}`,
};

const isInTheWay = sql.join(
  Object.values(obstacles).map((select) => sql`EXISTS (${select})`),
  sql` OR `,
);

const gate = insertFrom(
  erasures,
  {
    id: given.commandId,
    customerId: sql`${customers.id}`,
    actorId: given.actorId,
    at: given.now,
    reason: given.reason,
    afterOrder: given.after,
  },
  sql`FROM ${customers} WHERE ${customers.id} = ${given.id} AND NOT (${isInTheWay})`,
  // The batch is sent again after a lost answer.
  sql`ON CONFLICT DO NOTHING`,
);

/** Holds if the gate was passed. */
const isAllowed = sql`EXISTS (SELECT 1 FROM ${erasures} WHERE ${erasures.id} = ${given.commandId})`;

const piece = sql`SELECT id FROM ${orders} WHERE ${isTheirs} AND id > ${given.after} AND ${isAllowed}
  ORDER BY id LIMIT ${constant(limits.erasedOrders)}`;
const ofPiece = sql`order_id IN (${piece})`;

/**
 * What erases the words. A column that is not named here holds none: `apps/api/test/erase-walk.test.ts` lists them. Reasons are
 * what people typed, except for that of an order that was not paid in time. Keys and fingerprints are made from the
 * request, and one that names the person can be guessed.
 */
const erasing = [
  build
    .update(customers)
    .set({ name, email: null, phone: null })
    .where(and(eq(customers.id, given.id), isAllowed)),
  // A link that the person has kept, or lost, opens nothing any more.
  build.delete(guestLinks).where(ofPiece),
  build
    .update(orderEvents)
    .set({
      idempotencyKey: null,
      fingerprint: "",
      reason: sql`CASE WHEN command = 'expire' THEN reason WHEN type = 'refund.failed' THEN ${erased} END`,
      data: sql`iif(data -> '$.recorded.extras' IS NULL, ${eventData}, json_set(${eventData}, '$.recorded', ${withoutWords(sql`(data -> '$.recorded')`)}))`,
    })
    .where(ofPiece),
  build
    .update(orders)
    .set({
      customerName: name,
      customerEmail: null,
      customerPhone: null,
      recorded: withoutWords(sql`recorded`),
      cancelReason: sql`(SELECT reason FROM ${orderEvents} WHERE order_id = ${orders.id} AND type = 'order.cancelled')`,
    })
    .where(sql`id IN (${piece})`),
  build
    .update(notifications)
    .set({ recipient: name, subject: null, text: null, html: null, lastError: null })
    .where(ofPiece),
  build
    .update(webhookAttempts)
    .set({ responseBody: null, error: unlessNull(sql`error`, erased) })
    .where(sql`delivery_id IN (SELECT id FROM ${webhookDeliveries} WHERE ${ofPiece})`),
  // Without a body, one that is sent again gets its body from the order as it is then.
  build.update(webhookDeliveries).set({ payload: null, lastError: null }).where(ofPiece),
  build
    .update(payments)
    .set({
      source: sql`iif(source ->> '$.type' = 'upi', json_set(source, '$.address', 'erased'), source)`,
      sentence: null,
      actionUrl: null,
      lastError: null,
    })
    .where(ofPiece),
  build
    .update(refunds)
    .set({ reason: null, failureReason: unlessNull(refunds.failureReason, erased), lastError: null })
    .where(ofPiece),
].map((query) => statement<typeof query, Values>(() => query));

const passGate = statement<typeof gate, Values>(() => gate);

const selectThem = rawStatement<CustomerRow, Values>(() => selectCustomer(sql`WHERE id = ${given.id}`));

const selectObstacle = rawStatement<{ problem: ErasureObstacle; orderId: number }, Values>(() =>
  sql.join(
    Object.entries(obstacles).map(
      ([problem, select]) => sql`SELECT ${words([problem])} AS problem, (${select} LIMIT 1) AS "orderId"`,
    ),
    sql` UNION ALL `,
  ),
);

const selectPiece = rawStatement<{ orders: number; last: number | null; isLast: number }, Values>(
  () => sql`SELECT count(*) AS orders, max(id) AS last, max(id) IS (SELECT max(id) FROM ${orders} WHERE ${isTheirs}) AS "isLast"
    FROM (${piece})`,
);

/**
 * Erases the words of a customer: from their record, and from a piece of their orders with all that belongs to them.
 * Amounts, times, products, statuses and numbers stay. Refused while something about their orders is still going on. One
 * HTTP request, harmless to repeat.
 */
export async function eraseCustomer(
  db: Database,
  { id, reason, cursor }: EraseCustomerInput,
  by: Erasing,
): Promise<Result<ErasedCustomer>> {
  const values: Values = { ...by, id, reason: reason ?? null, after: decodeCursor(cursor) ?? 0 };
  const [, them, found, pieces] = await db.batch([
    passGate(values),
    selectThem(values),
    selectObstacle(values),
    selectPiece(values),
    ...erasing.map((erase) => erase(values)),
  ]);
  const [before] = them;
  if (!before) return refused(refuse.customerNotFound(id));
  const obstacle = found.find(({ orderId }) => orderId !== null);
  if (obstacle) return refused(refuse.customerNotErasable({ customerId: id, ...obstacle }));
  const { orders: count = 0, last = null, isLast = 1 } = pieces[0] ?? {};
  return ok({
    customer: { ...toCustomer(before), name: erasedName, email: null, phone: null, erasedAt: by.now },
    orders: count,
    nextCursor: last === null || isLast === 1 ? null : encodeCursor(last),
  });
}
