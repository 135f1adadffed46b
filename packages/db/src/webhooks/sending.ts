import type { WebhookAttempt } from "@till/contracts";
import { type SystemActor, type WebhookHealth, afterWebhookAttempt, renderWebhook, webhookHealth } from "@till/domain";
import { type SQL, and, asc, eq, inArray, isNull, lte, sql } from "drizzle-orm";
import type { Database } from "../database.ts";
import { selectOrders, toOrder } from "../order-view.ts";
import {
  orderEvents,
  webhookAttempts,
  webhookDeliveries as deliveries,
  webhookEndpoints as endpoints,
} from "../schema/schema.ts";
import { insertFrom } from "../insert-from.ts";
import { failPending } from "./endpoints.ts";

/**
 * How many deliveries one look takes. A piece of them must be sent well within its lease, however slow the receiver is.
 */
export const webhookPieceSize = 20;

/** For how long a delivery belongs to who took it, in milliseconds. After that it is due again. */
const leaseMs = 120_000;

const till: SystemActor = { role: "system", id: "system" };

/** A delivery that was taken, with all that it takes to send it. */
export interface DueWebhook {
  readonly id: number;
  readonly messageId: string;
  readonly orderId: number;
  readonly eventId: number;
  /** How many attempts were made, and how many of them in this round of the schedule; the coming one included. */
  readonly attemptCount: number;
  readonly step: number;
  readonly payload: string | null;
}

/** Where a delivery goes, and how it is signed. */
export interface WebhookTarget {
  readonly id: string;
  readonly url: string;
  readonly origin: string;
  /** The secret of now, and the one before it while that is still good. */
  readonly secrets: readonly string[];
  readonly failingSince: string | null;
}

/** The endpoints that something is due to. One HTTP request. */
export const listDueWebhookEndpoints = async (
  db: Database,
  now: string,
  ids?: readonly number[],
): Promise<string[]> => {
  const isDue = sql`due.endpoint_id = ${endpoints.id} AND due.next_attempt_at <= ${now}`;
  const isMeant = ids ? sql`AND due.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))` : sql``;
  const rows = await db
    .select({ id: endpoints.id })
    .from(endpoints)
    .where(
      sql`${endpoints.status} = 'ENABLED' AND EXISTS (SELECT 1 FROM ${deliveries} AS due WHERE ${isDue} ${isMeant})`,
    );
  return rows.map(({ id }) => id);
};

/**
 * Takes deliveries of one endpoint that are due, the oldest first, of all or of those named: nobody else gets them while
 * the lease runs. What is not recorded by then, because its sender died, becomes due again. One HTTP request.
 */
export async function takeDueWebhooks(
  db: Database,
  endpointId: string,
  { now, atMost, ids }: { now: string; atMost: number; ids?: readonly number[] | undefined },
): Promise<{ target: WebhookTarget; due: DueWebhook[] } | null> {
  const taken = db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.endpointId, endpointId),
        lte(deliveries.nextAttemptAt, now),
        ids && inArray(deliveries.id, [...ids]),
      ),
    )
    .orderBy(asc(deliveries.nextAttemptAt))
    .limit(Math.min(atMost, webhookPieceSize));
  const [due, [endpoint]] = await db.batch([
    db
      .update(deliveries)
      .set({
        attemptCount: sql`${deliveries.attemptCount} + 1`,
        step: sql`${deliveries.step} + 1`,
        nextAttemptAt: new Date(Date.parse(now) + leaseMs).toISOString(),
      })
      .where(inArray(deliveries.id, taken))
      .returning({
        id: deliveries.id,
        messageId: deliveries.messageId,
        orderId: deliveries.orderId,
        eventId: deliveries.eventId,
        attemptCount: deliveries.attemptCount,
        step: deliveries.step,
        payload: deliveries.payload,
      }),
    db.select().from(endpoints).where(eq(endpoints.id, endpointId)),
  ]);
  if (!endpoint || due.length === 0) return null;
  const { secret, previousSecret, previousSecretUntil, ...target } = endpoint;
  const isPreviousGood = previousSecret !== null && previousSecretUntil !== null && previousSecretUntil > now;
  return { target: { ...target, secrets: isPreviousGood ? [secret, previousSecret] : [secret] }, due };
}

/**
 * The bodies of deliveries, by their ids. One that was never sent is rendered from the order as it is now, and kept
 * before it is sent, so that each retry sends the same bytes whatever happens in between. Two HTTP requests for those,
 * none if there are none.
 */
export async function payloadsOf(
  db: Database,
  due: readonly DueWebhook[],
  { origin, now }: { origin: string; now: string },
): Promise<Map<number, string>> {
  const payloads = new Map(due.flatMap(({ id, payload }) => (payload === null ? [] : [[id, payload]])));
  const unsent = due.filter(({ payload }) => payload === null);
  if (unsent.length === 0) return payloads;
  const [orders, events] = await db.batch([
    selectOrders(db, {
      where: oneOf(
        "id",
        unsent.map(({ orderId }) => orderId),
      ),
      limit: unsent.length,
    }),
    db
      .select({
        id: orderEvents.id,
        type: sql<DueEvent["type"]>`${orderEvents.type}`,
        at: orderEvents.at,
        paymentId: orderEvents.paymentId,
        refundId: orderEvents.refundId,
      })
      .from(orderEvents)
      .where(
        inArray(
          orderEvents.id,
          unsent.map(({ eventId }) => eventId),
        ),
      ),
  ]);
  const byId = new Map(orders.map((order) => [order.id, toOrder(order, { actor: till, now, origin })]));
  const eventById = new Map(events.map((event) => [event.id, event]));
  for (const { id, orderId, eventId } of unsent) {
    const [order, event] = [byId.get(orderId), eventById.get(eventId)];
    if (!order || !event) throw new Error(`The webhook delivery ${id} has no order or no event.`);
    payloads.set(id, renderWebhook(event, order));
  }
  const rendered = unsent.map(({ id }) => ({ id, payload: payloads.get(id) }));
  await db
    .update(deliveries)
    .set({ payload: sql`rendered.value ->> 'payload'` })
    .from(sql`json_each(${JSON.stringify(rendered)}) AS rendered`)
    .where(and(eq(deliveries.id, sql`rendered.value ->> 'id'`), isNull(deliveries.payload)));
  return payloads;
}

type DueEvent = Parameters<typeof renderWebhook>[0];

const oneOf = (column: string, ids: readonly number[]): SQL =>
  sql`${sql.identifier(column)} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`;

/** An attempt that was made to send a delivery. */
export interface MadeWebhookAttempt extends WebhookAttempt {
  readonly delivery: DueWebhook;
}

/** What came of the recording: when each delivery is tried again, and how its endpoint is doing. */
export interface RecordedWebhooks {
  readonly retries: readonly { readonly id: number; readonly nextAttemptAt: string }[];
  readonly health: WebhookHealth;
}

/** Records attempts to send deliveries of one endpoint, and what follows from them. One HTTP request. */
export async function recordWebhookAttempts(
  db: Database,
  target: WebhookTarget,
  made: readonly MadeWebhookAttempt[],
): Promise<RecordedWebhooks> {
  const rows = made.map(({ delivery, ...attempt }) => ({
    ...attempt,
    ...afterWebhookAttempt(delivery.step, attempt),
    id: delivery.id,
    messageId: delivery.messageId,
    seq: delivery.attemptCount,
  }));
  const json = sql`json_each(${JSON.stringify(rows)}) AS made`;
  const health = webhookHealth(
    target.failingSince,
    rows.toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at))),
  );
  await db.batch([
    insertFrom(
      db,
      webhookAttempts,
      {
        deliveryId: sql`${deliveries.id}`,
        seq: field("seq"),
        at: field("at"),
        durationMs: field("durationMs"),
        responseStatus: field("responseStatus"),
        responseBody: field("responseBody"),
        error: field("error"),
      },
      // A delivery that a reset of the sandbox took away while it was sent is gone, and its number may be another's.
      sql`FROM ${json} JOIN ${deliveries} ON ${eq(deliveries.messageId, field("messageId"))}`,
    ),
    db
      .update(deliveries)
      .set({ status: sql`${field("status")}`, nextAttemptAt: sql`${field("nextAttemptAt")}` })
      .from(json)
      // Whose lease ran out, and was taken by somebody else, has no say any more.
      .where(and(eq(deliveries.messageId, field("messageId")), eq(deliveries.attemptCount, field("seq")))),
    updateHealth(db, target, health),
    failPending(db, target.id),
  ]);
  const retries = rows.flatMap(({ id, nextAttemptAt }) => (nextAttemptAt === null ? [] : [{ id, nextAttemptAt }]));
  return { retries, health };
}

const field = (name: string) => sql`made.value ->> ${sql.raw(`'${name}'`)}`;

/**
 * What was seen of an endpoint that fails counts only if nobody has seen it succeed, or switched it on, in between; a
 * success and a 410 always count.
 */
function updateHealth(db: Database, { id, failingSince: seen }: WebhookTarget, health: WebhookHealth) {
  const { failingSince, disabledReason } = health;
  const countsAnyway = failingSince === null || disabledReason === "GONE";
  return db
    .update(endpoints)
    .set({ failingSince, ...(disabledReason !== null && { status: "DISABLED" as const, disabledReason }) })
    .where(
      and(
        eq(endpoints.id, id),
        eq(endpoints.status, "ENABLED"),
        countsAnyway ? undefined : sql`${endpoints.failingSince} IS ${seen}`,
      ),
    );
}
