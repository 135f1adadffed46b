import { limits } from "@till/contracts";
import { renderWebhook, till } from "@till/domain";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { selectOrders, toOrder } from "../orders/order-view.ts";
import { orderEvents, webhookDeliveries as deliveries } from "../schema/schema.ts";
import { type Given, build, statement } from "../statements/statement.ts";
import type { DueWebhook } from "./sending.ts";

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
    // By the name that is never used again: a sandbox that was reset in between may have given the id to another one.
    .where(and(eq(deliveries.messageId, sql`rendered.value ->> 'messageId'`), isNull(deliveries.payload))),
);

/** The body of a delivery, or why it has none that can be sent. */
export type WebhookBody = { readonly payload: string } | { readonly problem: string };

/** A body that is too large is neither kept nor sent: who lists deliveries would get all of them in one answer. */
function bodyOf(render: () => string): WebhookBody {
  try {
    const payload = render();
    const bytes = new TextEncoder().encode(payload).length;
    const most = limits.webhookPayloadBytes;
    return bytes > most ? { problem: `The body has ${bytes} bytes, and ${most} is the most.` } : { payload };
  } catch (error) {
    return { problem: `The body can't be written: ${error instanceof Error ? error.message : "unknown fault"}.` };
  }
}

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
): Promise<Map<number, WebhookBody>> {
  const bodies = new Map<number, WebhookBody>(
    due.flatMap(({ id, payload }) => (payload === null ? [] : [[id, { payload }]])),
  );
  const unsent = due.filter(({ payload }) => payload === null);
  if (unsent.length === 0) return bodies;
  const [orders, events] = await db.batch([
    selectOrdersOf({ ids: JSON.stringify(unsent.map(({ orderId }) => orderId)) }),
    selectEventsOf({ ids: JSON.stringify(unsent.map(({ eventId }) => eventId)) }),
  ]);
  const byId = new Map(orders.map((order) => [order.id, order]));
  const eventById = new Map(events.map((event) => [event.id, event]));
  const rendered = unsent.flatMap(({ id, messageId, orderId, eventId }) => {
    const [order, event] = [byId.get(orderId), eventById.get(eventId)];
    if (!order || !event) return [];
    const body = bodyOf(() => renderWebhook(event, toOrder(order, { actor: till, now, origin })));
    return [{ id, messageId, ...body }];
  });
  for (const body of rendered) bodies.set(body.id, body);
  const written = rendered.filter((body) => "payload" in body);
  if (written.length > 0) await db.run(keepPayloads({ rendered: JSON.stringify(written) }));
  return bodies;
}

type DueEvent = Parameters<typeof renderWebhook>[0];
