import {
  type ListWebhookDeliveriesInput,
  type Page,
  type ReplayWebhookDeliveriesInput,
  type ReplayedWebhookDeliveries,
  type WebhookDelivery,
  decodeCursor,
  limits,
} from "@till/contracts";
import { type Result, ok, refuse, refused } from "@till/domain";
import { type SQL, and, asc, desc, eq, gte, isNull, lt, sql } from "drizzle-orm";
import type { Database } from "../database.ts";
import { toPage } from "../page.ts";
import { webhookAttempts, webhookDeliveries as deliveries, webhookEndpoints as endpoints } from "../schema/schema.ts";

/** A page of deliveries with their attempts, newest first. One HTTP request. */
export async function listWebhookDeliveries(
  db: Database,
  { endpointId, orderId, status, cursor, limit }: ListWebhookDeliveriesInput,
): Promise<Page<WebhookDelivery>> {
  const rows = await db.query.webhookDeliveries.findMany({
    where: and(
      endpointId === undefined ? undefined : eq(deliveries.endpointId, endpointId),
      orderId === undefined ? undefined : eq(deliveries.orderId, orderId),
      status && eq(deliveries.status, status),
      lt(deliveries.id, decodeCursor(cursor) ?? Number.MAX_SAFE_INTEGER),
    ),
    orderBy: desc(deliveries.id),
    limit: limit + 1,
    with: { attempts: { orderBy: desc(webhookAttempts.seq), limit: limits.webhookAttemptsShown } },
  });
  const { items, nextCursor } = toPage(rows, limit);
  return { items: items.map(toDelivery), nextCursor };
}

type DeliveryRow = typeof deliveries.$inferSelect & { attempts: (typeof webhookAttempts.$inferSelect)[] };

const toDelivery = ({
  messageId,
  eventId: _eventId,
  attemptCount: _attemptCount,
  step: _step,
  attempts,
  ...row
}: DeliveryRow): WebhookDelivery => ({
  ...row,
  id: messageId,
  attempts: attempts.toReversed().map(({ deliveryId: _deliveryId, seq: _seq, ...attempt }) => attempt),
});

/** A replay, and which deliveries are due because of it. */
export interface Replay {
  readonly replayed: ReplayedWebhookDeliveries;
  readonly due: readonly number[];
}

/**
 * Sends one delivery again, or those of an endpoint since a time, the oldest first: they are due now, under the same id
 * with the same bytes, and their schedule begins again. One HTTP request.
 */
export async function replayWebhookDeliveries(
  db: Database,
  input: ReplayWebhookDeliveriesInput,
  now: string,
): Promise<Result<Replay>> {
  const chosen = "id" in input ? eq(deliveries.messageId, input.id) : sinceOf(input);
  const ids = db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(chosen)
    .orderBy(asc(deliveries.createdAt), asc(deliveries.id))
    .limit(limits.webhookReplay);
  const endpointId =
    "id" in input
      ? sql`(SELECT endpoint_id FROM ${deliveries} AS one WHERE one.message_id = ${input.id})`
      : sql`${input.endpointId}`;
  const [due, [endpoint], [next]] = await db.batch([
    db
      .update(deliveries)
      .set({ status: "PENDING", nextAttemptAt: now, step: 0 })
      .where(sql`${deliveries.id} IN ${ids} AND ${isEnabled(endpointId)}`)
      .returning({ id: deliveries.id }),
    db
      .select({ id: endpoints.id, disabledReason: endpoints.disabledReason })
      .from(endpoints)
      .where(and(sql`${endpoints.id} = ${endpointId}`, isNull(endpoints.deletedAt))),
    db
      .select({ createdAt: deliveries.createdAt })
      .from(deliveries)
      .where(chosen)
      .orderBy(asc(deliveries.createdAt), asc(deliveries.id))
      .limit(1)
      .offset(limits.webhookReplay),
  ]);
  if (!endpoint)
    return refused(
      "id" in input ? refuse.deliveryNotFound(input.id) : refuse.webhookEndpointNotFound(input.endpointId),
    );
  if (endpoint.disabledReason !== null)
    return refused(refuse.webhookEndpointDisabled(endpoint.id, endpoint.disabledReason));
  return ok({
    replayed: { replayed: due.length, nextSince: next?.createdAt ?? null },
    due: due.map(({ id }) => id),
  });
}

const sinceOf = ({ endpointId, since }: { endpointId: string; since: string }) =>
  and(eq(deliveries.endpointId, endpointId), gte(deliveries.createdAt, since));

const isEnabled = (endpointId: SQL) =>
  sql`EXISTS (SELECT 1 FROM ${endpoints} AS target WHERE target.id = ${endpointId} AND target.status = 'ENABLED')`;
