import type { WebhookDeliveryStatus } from "@till/contracts";
import { type Result, later, ok, refuse, refused } from "@till/domain";
import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { webhookDeliveries as deliveries, webhookEndpoints as endpoints } from "../schema/schema.ts";
import { rawStatement } from "../statements/statement.ts";
import { type DueWebhook, type WebhookTarget, selectTaken, selectTarget, toTarget, webhookLeaseMs } from "./sending.ts";

interface Waiting {
  readonly id: string;
  readonly endpointId: string;
  readonly status: WebhookDeliveryStatus;
  readonly disabledReason: "MANUAL" | "GONE" | "FAILING" | null;
}

const selectNamed = rawStatement<Waiting, { ids: string }>(
  ({ ids }) => sql`SELECT delivery.message_id AS id, delivery.endpoint_id AS endpointId, delivery.status AS status,
      target.disabled_reason AS disabledReason
    FROM ${deliveries} AS delivery JOIN ${endpoints} AS target ON target.id = delivery.endpoint_id
    WHERE delivery.message_id IN (SELECT value FROM json_each(${ids}))`,
);

/** Takes one delivery, whether it is due or not, unless somebody has it or it has arrived. */
const takeNamed = rawStatement<never, { id: string; taker: string; now: string; until: string }>(
  ({ id, taker, now, until }) => sql`UPDATE ${deliveries}
    SET status = 'PENDING', step = 0, attempts = attempts + 1, next_attempt_at = ${until}, taken_by = ${taker}
    WHERE message_id = ${id} AND status <> 'SUCCEEDED' AND (taken_by IS NULL OR next_attempt_at <= ${now})`,
);

/**
 * Checks that all of these deliveries can be released, and answers their endpoints by their ids. One HTTP request.
 * Refused for one that there is not, that has arrived, or whose endpoint is switched off.
 */
export async function findReleasable(db: Database, ids: readonly string[]): Promise<Result<Map<string, string>>> {
  const found = new Map((await db.run(selectNamed({ ids: JSON.stringify(ids) }))).map((one) => [one.id, one]));
  for (const [index, id] of ids.entries()) {
    const one = found.get(id);
    if (one === undefined) return refused(refuse.deliveryNotFound(id));
    if (one.disabledReason !== null) return refused(refuse.webhookEndpointDisabled(one.endpointId, one.disabledReason));
    if (one.status === "SUCCEEDED")
      return refused(refuse.invalid([{ field: `ids[${index}]`, message: "has arrived already; replay it instead" }]));
  }
  return ok(new Map([...found.values()].map(({ id, endpointId }) => [id, endpointId])));
}

/** Takes a delivery that is to be released. Null while somebody else has it. One HTTP request, harmless to repeat. */
export async function takeReleased(
  db: Database,
  { id, endpointId }: { id: string; endpointId: string },
  { taker, now }: { taker: string; now: string },
): Promise<{ target: WebhookTarget; delivery: DueWebhook } | null> {
  const until = later(now, webhookLeaseMs);
  const [, [delivery], [endpoint]] = await db.batch([
    takeNamed({ id, taker, now, until }),
    selectTaken({ taker }),
    selectTarget({ endpointId }),
  ]);
  return delivery && endpoint ? { target: toTarget(endpoint, now), delivery } : null;
}
