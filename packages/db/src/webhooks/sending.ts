import type { WebhookAttempt } from "@till/contracts";
import { type WebhookHealth, afterWebhookAttempt, renderWebhook, till, webhookHealth } from "@till/domain";
import { type SQL, and, asc, eq, inArray, isNull, lte, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { selectOrders, toOrder } from "../orders/order-view.ts";
import {
  orderEvents,
  webhookAttempts,
  webhookDeliveries as deliveries,
  webhookEndpoints as endpoints,
} from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import { type Given, build, statement } from "../statements/statement.ts";
import { failPending } from "./endpoints.ts";

/**
 * How many deliveries one look takes. A piece of them must be sent well within its lease, however slow the receiver is.
 */
export const webhookPieceSize = 20;

/** For how long a delivery belongs to who took it, in milliseconds. After that it is due again. */
const leaseMs = 120_000;

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

const selectDueEndpoints = (now: Given<{ now: string }>["now"], isMeant = sql``) =>
  build
    .select({ id: endpoints.id })
    .from(endpoints)
    .where(
      sql`${endpoints.status} = 'ENABLED' AND EXISTS (SELECT 1 FROM ${deliveries} AS due
        WHERE due.endpoint_id = ${endpoints.id} AND due.next_attempt_at <= ${now} ${isMeant})`,
    );

const allDueEndpoints = statement(({ now }: Given<{ now: string }>) => selectDueEndpoints(now));
const dueEndpointsOf = statement(({ now, ids }: Given<{ now: string; ids: string }>) =>
  selectDueEndpoints(now, sql`AND due.id IN (SELECT value FROM json_each(${ids}))`),
);

/** The endpoints that something is due to, of all or of the deliveries that are named. One HTTP request. */
export const listDueWebhookEndpoints = async (
  db: Database,
  now: string,
  ids?: readonly number[],
): Promise<string[]> => {
  const asked = ids === undefined ? allDueEndpoints({ now }) : dueEndpointsOf({ now, ids: JSON.stringify(ids) });
  return (await db.run(asked)).map(({ id }) => id);
};

interface Taking {
  readonly taker: string;
  readonly endpointId: string;
  readonly now: string;
  readonly until: string;
  readonly atMost: number;
}

/** Nothing is taken twice by one taker, so a batch whose answer was lost can be sent again. */
const take = (given: Given<Taking>, isMeant?: SQL) =>
  build
    .update(deliveries)
    .set({
      attemptCount: sql`${deliveries.attemptCount} + 1`,
      step: sql`${deliveries.step} + 1`,
      nextAttemptAt: sql`${given.until}`,
      takenBy: sql`${given.taker}`,
    })
    .where(
      inArray(
        deliveries.id,
        build
          .select({ id: deliveries.id })
          .from(deliveries)
          .where(
            and(
              eq(deliveries.endpointId, given.endpointId),
              lte(deliveries.nextAttemptAt, given.now),
              isMeant,
              sql`NOT EXISTS (SELECT 1 FROM ${deliveries} AS mine WHERE mine.taken_by = ${given.taker})`,
            ),
          )
          .orderBy(asc(deliveries.nextAttemptAt))
          .limit(given.atMost),
      ),
    );

const takeAll = statement((given: Given<Taking>) => take(given));
const takeNamed = statement((given: Given<Taking & { ids: string }>) =>
  take(given, sql`${deliveries.id} IN (SELECT value FROM json_each(${given.ids}))`),
);

const selectTaken = statement(({ taker }: Given<{ taker: string }>) =>
  build
    .select({
      id: deliveries.id,
      messageId: deliveries.messageId,
      orderId: deliveries.orderId,
      eventId: deliveries.eventId,
      attemptCount: deliveries.attemptCount,
      step: deliveries.step,
      payload: deliveries.payload,
    })
    .from(deliveries)
    .where(eq(deliveries.takenBy, taker))
    .orderBy(asc(deliveries.id)),
);

const selectTarget = statement(({ endpointId }: Given<{ endpointId: string }>) =>
  build.select().from(endpoints).where(eq(endpoints.id, endpointId)),
);

/**
 * Takes deliveries of one endpoint that are due, the oldest first, of all or of those named: nobody else gets them while
 * the lease runs. What is not recorded by then, because its sender died, becomes due again. Sent again by the same
 * `taker`, it answers the same deliveries. One HTTP request.
 */
export async function takeDueWebhooks(
  db: Database,
  endpointId: string,
  { taker, now, atMost, ids }: { taker: string; now: string; atMost: number; ids?: readonly number[] | undefined },
): Promise<{ target: WebhookTarget; due: DueWebhook[] } | null> {
  const values = {
    taker,
    endpointId,
    now,
    until: new Date(Date.parse(now) + leaseMs).toISOString(),
    atMost: Math.min(atMost, webhookPieceSize),
  };
  const taking = ids === undefined ? takeAll(values) : takeNamed({ ...values, ids: JSON.stringify(ids) });
  const [, due, [endpoint]] = await db.batch([taking, selectTaken({ taker }), selectTarget({ endpointId })]);
  if (!endpoint || due.length === 0) return null;
  const { secret, previousSecret, previousSecretUntil, ...target } = endpoint;
  const isPreviousGood = previousSecret !== null && previousSecretUntil !== null && previousSecretUntil > now;
  return { target: { ...target, secrets: isPreviousGood ? [secret, previousSecret] : [secret] }, due };
}

const selectOrdersOf = selectOrders(
  ({ ids }: Given<{ ids: string }>) => sql`WHERE id IN (SELECT value FROM json_each(${ids}))`,
);

const selectEventsOf = statement(({ ids }: Given<{ ids: string }>) =>
  build
    .select({
      id: orderEvents.id,
      type: sql<DueEvent["type"]>`${orderEvents.type}`,
      at: orderEvents.at,
      paymentId: orderEvents.paymentId,
      refundId: orderEvents.refundId,
    })
    .from(orderEvents)
    .where(sql`${orderEvents.id} IN (SELECT value FROM json_each(${ids}))`),
);

const keepPayloads = statement(({ rendered }: Given<{ rendered: string }>) =>
  build
    .update(deliveries)
    .set({ payload: sql`rendered.value ->> 'payload'` })
    .from(sql`json_each(${rendered}) AS rendered`)
    .where(and(eq(deliveries.id, sql`rendered.value ->> 'id'`), isNull(deliveries.payload))),
);

/**
 * The bodies of deliveries, by their ids. One that was never sent is rendered from the order as it is now, and kept
 * before it is sent, so that each retry sends the same bytes whatever happens in between. One whose order is gone,
 * because the sandbox was reset meanwhile, has none. Two HTTP requests for those that were never sent, none if there
 * are none.
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
    selectOrdersOf({ ids: JSON.stringify(unsent.map(({ orderId }) => orderId)) }),
    selectEventsOf({ ids: JSON.stringify(unsent.map(({ eventId }) => eventId)) }),
  ]);
  const byId = new Map(orders.map((order) => [order.id, toOrder(order, { actor: till, now, origin })]));
  const eventById = new Map(events.map((event) => [event.id, event]));
  const rendered = unsent.flatMap(({ id, orderId, eventId }) => {
    const [order, event] = [byId.get(orderId), eventById.get(eventId)];
    return order && event ? [{ id, payload: renderWebhook(event, order) }] : [];
  });
  for (const { id, payload } of rendered) payloads.set(id, payload);
  if (rendered.length > 0) await db.run(keepPayloads({ rendered: JSON.stringify(rendered) }));
  return payloads;
}

type DueEvent = Parameters<typeof renderWebhook>[0];

/** An attempt that was made to send a delivery. */
export interface MadeWebhookAttempt extends WebhookAttempt {
  readonly delivery: DueWebhook;
}

/** What came of the recording: when each delivery is tried again, and how its endpoint is doing. */
export interface RecordedWebhooks {
  readonly retries: readonly { readonly id: number; readonly nextAttemptAt: string }[];
  readonly health: WebhookHealth;
}

const field = (name: string) => sql`made.value ->> ${sql.raw(`'${name}'`)}`;

const insertAttempts = statement(({ made }: Given<{ made: string }>) =>
  insertFrom(
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
    sql`FROM json_each(${made}) AS made JOIN ${deliveries} ON ${eq(deliveries.messageId, field("messageId"))} WHERE TRUE`,
    // Sent again because its answer was lost.
    sql`ON CONFLICT DO NOTHING`,
  ),
);

const finishDeliveries = statement(({ made, taker }: Given<{ made: string; taker: string }>) =>
  build
    .update(deliveries)
    .set({ status: sql`${field("status")}`, nextAttemptAt: sql`${field("nextAttemptAt")}`, takenBy: null })
    .from(sql`json_each(${made}) AS made`)
    .where(
      and(
        eq(deliveries.messageId, field("messageId")),
        // Only who has taken a delivery says what became of it: whose lease has run out may be too late.
        eq(deliveries.takenBy, taker),
      ),
    ),
);

interface HealthValues {
  readonly id: string;
  readonly seen: string | null;
  readonly failingSince: string | null;
  readonly disabledReason: string | null;
}

/**
 * What was seen of an endpoint that fails counts only if nobody has seen it succeed, or switched it on, in between; a
 * success and a 410 always count.
 */
const updateHealth = statement(({ id, seen, failingSince, disabledReason }: Given<HealthValues>) =>
  build
    .update(endpoints)
    .set({
      failingSince: sql`${failingSince}`,
      status: sql`iif(${disabledReason} IS NULL, ${endpoints.status}, 'DISABLED')`,
      disabledReason: sql`coalesce(${disabledReason}, ${endpoints.disabledReason})`,
    })
    .where(
      sql`${endpoints.id} = ${id} AND ${endpoints.status} = 'ENABLED'
        AND (${failingSince} IS NULL OR ${disabledReason} IS 'GONE' OR ${endpoints.failingSince} IS ${seen})`,
    ),
);

/**
 * Records attempts of a taker to send deliveries of one endpoint, and what follows from them. One HTTP request, harmless
 * to repeat.
 */
export async function recordWebhookAttempts(
  db: Database,
  { target, taker }: { readonly target: WebhookTarget; readonly taker: string },
  made: readonly MadeWebhookAttempt[],
): Promise<RecordedWebhooks> {
  const rows = made.map(({ delivery, ...attempt }) => ({
    ...attempt,
    ...afterWebhookAttempt(delivery.step, attempt),
    id: delivery.id,
    messageId: delivery.messageId,
    seq: delivery.attemptCount,
  }));
  const health = webhookHealth(
    target.failingSince,
    rows.toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at))),
  );
  const { id, failingSince: seen } = target;
  const json = JSON.stringify(rows);
  await db.batch([
    insertAttempts({ made: json }),
    finishDeliveries({ made: json, taker }),
    updateHealth({ id, seen, ...health }),
    failPending({ id }),
  ]);
  const retries = rows.flatMap(({ id: due, nextAttemptAt }) =>
    nextAttemptAt === null ? [] : [{ id: due, nextAttemptAt }],
  );
  return { retries, health };
}
