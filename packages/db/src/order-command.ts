import type { Order, Payment, Refund } from "@till/contracts";
import { type CommandName, type Result, explainRefusal, maySee, ok, refuse, refused } from "@till/domain";
import { type SQL, isNull, lte, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import type { CommandContext, Rows } from "./command.ts";
import type { Database } from "./database.ts";
import { type Keyed, fingerprint } from "./fingerprint.ts";
import { selectOrder, toOrder } from "./order-view.ts";
import { notifications, orderEvents, webhookDeliveries } from "./schema/schema.ts";

const event = alias(orderEvents, "event");

/**
 * The event of this command, or the one that the same caller wrote earlier under the same idempotency key. Written
 * out, because Drizzle's relational queries would take every column in it for one of theirs.
 */
const thisOrRepeated = ({ idempotencyKey }: Keyed, { actor, commandId }: CommandContext): SQL =>
  idempotencyKey === undefined
    ? sql`event.command_id = ${commandId}`
    : sql`(event.command_id = ${commandId} OR (event.actor_id = ${actor.id} AND event.idempotency_key = ${idempotencyKey}))`;

/** The order that the event of this command, or of the one that it repeats, is about. */
export const orderOfEvent = (input: Keyed, context: CommandContext): SQL =>
  sql`(SELECT event.order_id FROM ${orderEvents} AS event WHERE ${thisOrRepeated(input, context)})`;

/** What every command on an order reads back: its event, if there is one now, the order, and its unsent messages. */
export const readBack = (db: Database, input: Keyed, orderId: SQL | number, context: CommandContext) => ({
  events: db
    .select({ fingerprint: event.fingerprint, paymentId: event.paymentId, refundId: event.refundId })
    .from(event)
    .where(thisOrRepeated(input, context)),
  order: selectOrder(db, sql`id = ${orderId}`),
  due: db
    .select({ id: notifications.id })
    .from(notifications)
    .where(sql`${notifications.orderId} = ${orderId} AND ${isNull(notifications.sentAt)}`),
  dueWebhooks: db
    .select({ id: webhookDeliveries.id })
    .from(webhookDeliveries)
    .where(sql`${webhookDeliveries.orderId} = ${orderId} AND ${lte(webhookDeliveries.nextAttemptAt, context.now)}`),
});

type ReadBack = Rows<ReturnType<typeof readBack>>;

/** A command that was carried out, now or by the request that this one repeats: the order, and what it made. */
export interface Done {
  readonly order: Order;
  readonly payment: Payment | undefined;
  readonly refund: Refund | undefined;
}

/**
 * What came of a command, from the rows read back; null if its event was not written and no earlier request with its
 * key wrote one, so that the caller has to say why.
 */
export function outcomeOf(
  command: CommandName,
  rows: ReadBack,
  input: Keyed,
  context: CommandContext,
): Result<Done> | null {
  const [written] = rows.events;
  if (!written) return null;
  if (written.fingerprint !== fingerprint(command, input))
    return refused(refuse.idempotencyKeyReused(input.idempotencyKey ?? ""));
  if (!rows.order) throw new Error(`The event of ${command} has no order.`);
  if (!maySee(rows.order, context.actor)) return refused(refuse.orderNotFound(rows.order.id));
  const order = toOrder(rows.order, context);
  return ok({
    order,
    payment: order.payments.find(({ id }) => id === written.paymentId),
    refund: order.refunds.find(({ id }) => id === written.refundId),
  });
}

/** Why a command on an order that exists already was not carried out. */
export function refusalOf(
  command: CommandName,
  rows: ReadBack,
  id: number,
  { actor, now }: CommandContext,
): Result<never> {
  if (!rows.order || !maySee(rows.order, actor)) return refused(refuse.orderNotFound(id));
  return refused(explainRefusal(command, rows.order, actor, now));
}
