import { type ArmedFaultKind, type WebhookDeliveryStatus, faultIdPrefix } from "@till/contracts";
import { type Result, later, ok, refuse, refused } from "@till/domain";
import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { armedFaults, webhookDeliveries as deliveries, webhookEndpoints as endpoints } from "../schema/schema.ts";
import { rawStatement } from "../statements/statement.ts";
import { type DueWebhook, type WebhookTarget, selectTaken, selectTarget, toTarget, webhookLeaseMs } from "./sending.ts";

interface WaitingWebhook {
  readonly id: string;
  readonly endpointId: string;
  readonly status: WebhookDeliveryStatus;
  readonly disabledReason: "MANUAL" | "GONE" | "FAILING" | null;
  readonly fault: null;
}

interface NamedFault {
  readonly id: string;
  readonly fault: ArmedFaultKind;
}

const selectNamed = rawStatement<WaitingWebhook | NamedFault, { ids: string }>(
  ({ ids }) => sql`SELECT delivery.message_id AS id, delivery.endpoint_id AS endpointId, delivery.status AS status,
      target.disabled_reason AS disabledReason, NULL AS fault
    FROM ${deliveries} AS delivery JOIN ${endpoints} AS target ON target.id = delivery.endpoint_id
    WHERE delivery.message_id IN (SELECT value FROM json_each(${ids}))
    UNION ALL SELECT id, NULL, NULL, NULL, fault FROM ${armedFaults}
      WHERE id IN (SELECT value FROM json_each(${ids}))`,
);

/** Takes one delivery, whether it is due or not, unless somebody has it or it has arrived. */
const takeNamed = rawStatement<never, { id: string; taker: string; now: string; until: string }>(
  ({ id, taker, now, until }) => sql`UPDATE ${deliveries}
    SET status = 'PENDING', step = 0, attempts = attempts + 1, next_attempt_at = ${until}, taken_by = ${taker}
    WHERE message_id = ${id} AND status <> 'SUCCEEDED' AND (taken_by IS NULL OR next_attempt_at <= ${now})`,
);

/** Something to release: the webhook of a delivery, or the answers that a fault holds. */
export type Releasable =
  | { readonly kind: "webhook"; readonly id: string; readonly endpointId: string }
  | { readonly kind: "answers"; readonly id: string };

/**
 * Checks that all of these deliveries and faults can be released, and answers them in the same order. One HTTP request.
 * Refused for one that there is not, that has arrived, whose endpoint is switched off, or that is for no answers.
 */
export async function findReleasable(db: Database, ids: readonly string[]): Promise<Result<readonly Releasable[]>> {
  const found = new Map((await db.run(selectNamed({ ids: JSON.stringify(ids) }))).map((one) => [one.id, one]));
  const all: Releasable[] = [];
  for (const [index, id] of ids.entries()) {
    const judged = judge(id, found.get(id), `ids[${index}]`);
    if (!judged.ok) return judged;
    all.push(judged.value);
  }
  return ok(all);
}

function judge(id: string, named: WaitingWebhook | NamedFault | undefined, field: string): Result<Releasable> {
  const invalid = (message: string) => refused(refuse.invalid([{ field, message }]));
  if (named === undefined)
    return id.startsWith(faultIdPrefix)
      ? invalid("must be a fault that is armed in this till")
      : refused(refuse.deliveryNotFound(id));
  if (named.fault !== null)
    return named.fault === "hold"
      ? ok({ kind: "answers", id })
      : invalid(`must be a fault of the kind hold, and this one is ${named.fault}`);
  const { endpointId, status, disabledReason } = named;
  if (disabledReason !== null) return refused(refuse.webhookEndpointDisabled(endpointId, disabledReason));
  if (status === "SUCCEEDED") return invalid("has arrived already; replay it instead");
  return ok({ kind: "webhook", id, endpointId });
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
