import { type ScriptWebhooksInput, type WebhookAct, type WebhookScript, limits } from "@till/contracts";
import { type Result, ok, refuse, refused } from "@till/domain";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { constant } from "../schema/columns.ts";
import { webhookDeliveries, webhookEndpoints, webhookAttempts, webhookScripts } from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import { type Given, build, rawStatement, statement } from "../statements/statement.ts";

const defaultDelayMs = 1_000;

/** More deliveries than any script counts. */
const countedAtMost = constant(2 * limits.faultCalls);

const counts = (delivery: string) =>
  sql.raw(`${delivery}.endpoint_id = script.endpoint_id AND ${delivery}.id > script.after_delivery
    AND (script.event_type IS NULL OR script.event_type = ${delivery}.event_type)`);

/** Whether the delivery `due` is one of those that the script `script` is for. */
const isMeant = sql`${counts("due")} AND (SELECT count(*) FROM (SELECT 1 FROM ${webhookDeliveries} AS counted
    WHERE ${counts("counted")} AND counted.id <= due.id LIMIT ${countedAtMost}))
  BETWEEN script.nth AND script.nth + script.times - 1`;

/** What a script does to a delivery. */
export interface ScriptedDelivery {
  readonly id: number;
  readonly act: WebhookAct;
  readonly delayMs: number | null;
}

/** The scripts for the deliveries that somebody has taken and nobody has attempted, the oldest script first. */
export const selectScripted = rawStatement<ScriptedDelivery, { taker: string }>(
  ({ taker }) => sql`SELECT due.id AS id, script.act AS act, script.delay_ms AS delayMs
    FROM ${webhookDeliveries} AS due JOIN ${webhookScripts} AS script ON ${isMeant}
    WHERE due.taken_by = ${taker}
      AND NOT EXISTS (SELECT 1 FROM ${webhookAttempts} AS made WHERE made.delivery_id = due.id)
    ORDER BY script.number`,
);

interface NewScript {
  readonly id: string;
  readonly endpointId: string;
  readonly eventType: string | null;
  readonly act: string;
  readonly nth: number;
  readonly times: number;
  readonly delayMs: number | null;
  readonly now: string;
}

const insert = statement(({ id, endpointId, eventType, act, nth, times, delayMs, now }: Given<NewScript>) =>
  insertFrom(
    webhookScripts,
    {
      id,
      endpointId: sql`target.id`,
      eventType,
      act,
      nth,
      times,
      delayMs,
      createdAt: now,
      afterDelivery: sql`(SELECT coalesce(max(id), 0) FROM ${webhookDeliveries})`,
    },
    sql`FROM ${webhookEndpoints} AS target WHERE target.id = ${endpointId} AND target.deleted_at IS NULL
      AND (SELECT count(*) FROM ${webhookScripts}) < ${constant(limits.armedFaults)}`,
    sql`ON CONFLICT DO NOTHING`,
  ),
);

const selectEndpoint = statement(({ endpointId }: Given<{ endpointId: string }>) =>
  build
    .select({ id: webhookEndpoints.id })
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.id, endpointId), isNull(webhookEndpoints.deletedAt))),
);

type ScriptRow = Omit<WebhookScript, "deliveryIds"> & { readonly deliveryIds: string };

const selectScripts = (where = sql`TRUE`) =>
  rawStatement<ScriptRow, { id: string }>(
    () => sql`SELECT script.id AS id, script.endpoint_id AS endpointId, script.event_type AS eventType,
        script.act AS act, script.nth AS nth, script.times AS times, script.delay_ms AS delayMs,
        script.created_at AS createdAt,
        (SELECT json_group_array(message_id) FROM (SELECT due.message_id FROM ${webhookDeliveries} AS due
          WHERE ${isMeant} ORDER BY due.id LIMIT ${countedAtMost})) AS deliveryIds
      FROM ${webhookScripts} AS script WHERE ${where} ORDER BY script.number`,
  );

const selectAll = selectScripts();
const selectOne = selectScripts(sql`script.id = ${sql.placeholder("id")}`);

const removeOne = statement(({ id }: Given<{ id: string }>) =>
  build.delete(webhookScripts).where(eq(webhookScripts.id, id)),
);
const removeAll = statement(() => build.delete(webhookScripts));

const toScript = ({ deliveryIds, ...script }: ScriptRow): WebhookScript => ({
  ...script,
  deliveryIds: JSON.parse(deliveryIds) as string[],
});

/** Makes a script for deliveries of an endpoint. One HTTP request, harmless to repeat. */
export async function scriptWebhooks(
  db: Database,
  { delayMs, eventType, ...input }: ScriptWebhooksInput,
  { id, now }: { id: string; now: string },
): Promise<Result<WebhookScript>> {
  const { endpointId } = input;
  const delay = input.act === "slow" ? (delayMs ?? defaultDelayMs) : null;
  const values = { ...input, id, eventType: eventType ?? null, delayMs: delay, now };
  const [, [script], [endpoint]] = await db.batch([insert(values), selectOne({ id }), selectEndpoint({ endpointId })]);
  if (script) return ok(toScript(script));
  return refused(endpoint ? refuse.tooManyScripts() : refuse.webhookEndpointNotFound(endpointId));
}

/** The scripts of a till, the oldest first. One HTTP request. */
export const listWebhookScripts = async (db: Database): Promise<WebhookScript[]> =>
  (await db.run(selectAll({ id: "" }))).map(toScript);

/** Takes one script away, or all of them, and answers those that are left. One HTTP request, harmless to repeat. */
export async function clearWebhookScripts(db: Database, id?: string): Promise<WebhookScript[]> {
  const [, left] = await db.batch([id === undefined ? removeAll({}) : removeOne({ id }), selectAll({ id: "" })]);
  return left.map(toScript);
}
