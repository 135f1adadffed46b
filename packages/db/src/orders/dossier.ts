import { type ClockMove, type Dossier, limits } from "@till/contracts";
import { type Result, auditOrder, maySee, ok, refuse, refused, tellDossier } from "@till/domain";
import { asc, desc, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { toNotification } from "../messages/inbox.ts";
import {
  clockMoves,
  faultActs,
  notifications,
  orderEvents,
  orderItems,
  webhookAttempts,
  webhookDeliveries,
} from "../schema/schema.ts";
import { buildRelational } from "../statements/relational.ts";
import { type Given, statement } from "../statements/statement.ts";
import { toDelivery } from "../webhooks/deliveries.ts";
import { type Viewer, inOrderOfWriting, toOrder, toPayment, toRefund } from "./order-view.ts";
import { tellStory } from "./read-orders.ts";

/** All that belongs to an order. What the clock did is about no order. JSON: an array of `MoveRow`, of the moves since the first event. */
const everything = {
  extras: {
    clockMoves: sql<string>`(SELECT json_group_array(json_object(
        'from', from_time, 'to', to_time, 'mode', mode, 'afterEvent', after_event))
      FROM (SELECT * FROM ${clockMoves} ORDER BY number)
      WHERE after_event >= (SELECT min(id) FROM ${orderEvents} WHERE order_id = "orders"."id"))`.as("clock_moves"),
  },
  with: {
    faults: { orderBy: asc(faultActs.number) },
    items: { orderBy: asc(orderItems.position) },
    payments: inOrderOfWriting,
    refunds: inOrderOfWriting,
    movements: { columns: { productId: true, change: true } },
    events: { orderBy: asc(orderEvents.seq) },
    notifications: { orderBy: asc(notifications.id) },
    deliveries: {
      orderBy: asc(webhookDeliveries.id),
      with: {
        // Not the secrets that it signs with.
        endpoint: { columns: { url: true } },
        made: { orderBy: desc(webhookAttempts.seq), limit: limits.dossierAttempts },
      },
    },
  },
} as const;

const selectEverything = statement((given: Given<{ id: number }>) =>
  buildRelational().query.orders.findFirst({ where: sql`id = ${given.id}`, ...everything }),
);

/** Selects everything about orders of a customer, the newest first, before an order. */
export const selectEverythingOf = statement((given: Given<{ userId: string; before: number; atMost: number }>) =>
  buildRelational().query.orders.findMany({
    where: sql`user_id = ${given.userId} AND id < ${given.before}`,
    orderBy: sql`id DESC`,
    limit: given.atMost,
    ...everything,
  }),
);

interface MoveRow extends ClockMove {
  readonly afterEvent: number;
}

type Everything = NonNullable<ReturnType<ReturnType<typeof selectEverything>["toRows"]>>;

/** Everything about an order, with an audit of it. One HTTP request, one statement. */
export async function getDossier(db: Database, id: number, viewer: Viewer): Promise<Result<Dossier>> {
  const row = await db.run(selectEverything({ id }));
  if (!row || !maySee(row, viewer.actor)) return refused(refuse.orderNotFound(id));
  return ok(toDossier(row, viewer));
}

/** Everything about an order, with an audit of it, from its rows. */
export function toDossier(row: Everything, viewer: Viewer): Dossier {
  const deliveries = row.deliveries.map((delivery) => ({
    ...toDelivery(delivery),
    receiver: new URL(delivery.endpoint.url).origin,
  }));
  const { faults, moves } = onPurpose(row);
  return {
    writtenAt: viewer.now,
    order: toOrder(row, viewer),
    story: tellDossier({
      timeline: tellStory(row, viewer),
      webhooks: deliveries,
      faults,
      clockMoves: moves,
    }),
    events: row.events.map(toDossierEvent),
    ...gatewayWork(row, viewer),
    messages: row.notifications.map((message) => ({ ...toNotification(message), failedAt: message.failedAt })),
    deliveries,
    faults: faults.map(({ events: _events, ...fault }) => fault),
    clockMoves: moves.map(({ events: _events, ...move }) => move),
    differences: auditOrder({ ...row, order: row }),
  };
}

const toDossierEvent = (event: Everything["events"][number]): Dossier["events"][number] => ({
  id: event.id,
  seq: event.seq,
  command: event.command,
  type: event.type,
  at: event.at,
  actor: { role: event.actorRole, id: event.actorId },
  idempotencyKey: event.idempotencyKey,
  paymentId: event.paymentId,
  refundId: event.refundId,
  amount: event.amount,
  reason: event.reason,
  data: event.data === null ? null : (JSON.parse(event.data) as Record<string, unknown>),
});

/**
 * What the sandbox did on purpose, each with the number of events that the order had by then. A call may name an order that
 * there is not yet: what was done to it is not of this story.
 */
function onPurpose({ events, ...row }: Everything) {
  const eventsUntil = (id: number) => events.filter((event) => event.id <= id).length;
  const faults = row.faults.map(({ at, fault, procedure, callId, status, delayMs, wentAt, afterEvent }) => ({
    at,
    fault,
    procedure,
    requestId: callId.slice(0, callId.indexOf("/")),
    status,
    delayMs,
    wentAt,
    events: eventsUntil(afterEvent),
  }));
  const moves = (JSON.parse(row.clockMoves) as MoveRow[]).map(({ afterEvent, ...move }) => ({
    ...move,
    events: eventsUntil(afterEvent),
  }));
  return { faults: faults.filter((fault) => fault.events > 0), moves };
}

const gatewayWork = ({ payments, refunds }: Everything, { actor, baseUrl }: Viewer) => ({
  payments: payments.map((payment) => ({
    ...toPayment(payment, baseUrl),
    gateway: payment.gateway,
    reference: payment.reference,
    attempts: payment.attempts,
    nextAttemptAt: payment.nextAttemptAt,
    lastError: payment.lastError,
  })),
  refunds: refunds.map((refund) => ({
    ...toRefund(refund, actor),
    attempts: refund.attempts,
    nextAttemptAt: refund.nextAttemptAt,
    lastError: refund.lastError,
  })),
});
