import type { WebhookAttempt } from "@till/contracts";
import {
  type AfterWebhookAttempt,
  type WebhookHealth,
  afterWebhookAttempt,
  longestWebhookPauseMs,
  webhookHealth,
  webhookLeftAloneUntil,
} from "@till/domain";
import { type SQL, asc, eq, gt, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import {
  type Finished,
  type Taker,
  type Taking,
  endImpossibleWaits,
  finishStatement,
  finishedField,
  giveBackStatement,
  isFree,
  latestPlan,
  takeStatement,
  takingValues,
} from "../due/due-work.ts";
import {
  orderEvents,
  webhookAttempts,
  webhookDeliveries as deliveries,
  webhookEndpoints as endpoints,
} from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import { type Given, build, rawStatement, statement } from "../statements/statement.ts";
import { failPending } from "./endpoints.ts";
import { type ScriptedDelivery, selectScripted } from "./scripts.ts";

/** How many deliveries of an endpoint are taken at once. */
export const webhookPieceSize = 20;

/** For how long a delivery belongs to who took it, in milliseconds. */
export const webhookLeaseMs = 120_000;

/** Where a delivery goes, and how it is signed. */
export interface WebhookTarget {
  readonly id: string;
  readonly url: string;
  readonly baseUrl: string;
  /** The current secret, and the previous one while it is still valid. */
  readonly secrets: readonly string[];
  readonly failingSince: string | null;
  readonly lastFailureAt: string | null;
}

/** A delivery that was taken, with all that it takes to send it. */
export interface DueWebhook {
  readonly id: number;
  readonly messageId: string;
  readonly orderId: number;
  readonly eventId: number;
  /** The command of the event; null if the event is gone. It has the trace of its request. */
  readonly commandId: string | null;
  /** How many times it was taken, this time included: the number of the attempt. */
  readonly attempts: number;
  /** How many attempts of this round of the schedule came to an end. */
  readonly step: number;
  readonly payload: string | null;
}

/** Whether something may be sent to the endpoint of this name now. */
const isReady = (name: SQL, now: Given<Taking>["now"]) =>
  sql`${name}.status = 'ENABLED' AND coalesce(${name}.left_alone_until, '') <= ${now}`;

const lookForLanes = (where = sql``) =>
  rawStatement<{ id: string }, { now: string; ids: string }>(
    ({ now }) => sql`SELECT endpoint.id FROM ${endpoints} AS endpoint
      WHERE ${isReady(sql`endpoint`, now)} AND EXISTS (SELECT 1 FROM ${deliveries} AS due
        WHERE due.endpoint_id = endpoint.id AND due.next_attempt_at <= ${now} ${where})
        AND ${isFree(deliveries, now, sql`AND busy.endpoint_id = endpoint.id`)}`,
  );

const allLanes = lookForLanes();
const lanesOf = lookForLanes(sql`AND due.id IN (SELECT value FROM json_each(${sql.placeholder("ids")}))`);

const endWaits = endImpossibleWaits(
  deliveries,
  { leaseMs: webhookLeaseMs, longestPauseMs: longestWebhookPauseMs },
  sql`endpoint_id IN (SELECT id FROM ${endpoints})`,
);

/** The same for endpoints that have a pause. */
const endPauses = statement(({ latest }: Given<{ latest: string }>) =>
  build.update(endpoints).set({ leftAloneUntil: null }).where(gt(endpoints.leftAloneUntil, latest)),
);

/**
 * The endpoints that something is due to, of all or of the deliveries that are named. Each is a lane: one taker sends to
 * it at a time. One that is left alone is none, nor is one to which somebody sends just now. One HTTP request.
 */
export async function listWebhookLanes(db: Database, now: string, ids?: readonly number[]): Promise<string[]> {
  if (ids !== undefined) return (await db.run(lanesOf({ now, ids: JSON.stringify(ids) }))).map(({ id }) => id);
  const latest = latestPlan(now, longestWebhookPauseMs);
  const [, , lanes] = await db.batch([endWaits(now), endPauses({ latest }), allLanes({ now, ids: "" })]);
  return lanes.map(({ id }) => id);
}

const take = takeStatement<Taking & { endpointId: string }>(deliveries, {
  where: ({ now, endpointId }) => sql`due.endpoint_id = ${endpointId}
    AND EXISTS (SELECT 1 FROM ${endpoints} AS endpoint WHERE endpoint.id = ${endpointId} AND ${isReady(sql`endpoint`, now)})
    AND ${isFree(deliveries, now, sql`AND busy.endpoint_id = ${endpointId}`)}`,
});

export const selectTaken = statement(({ taker }: Given<{ taker: string }>) =>
  build
    .select({
      id: deliveries.id,
      messageId: deliveries.messageId,
      orderId: deliveries.orderId,
      eventId: deliveries.eventId,
      commandId: sql<
        string | null
      >`(SELECT command_id FROM ${orderEvents} AS cause WHERE cause.id = ${deliveries.eventId})`,
      attempts: deliveries.attempts,
      step: deliveries.step,
      payload: deliveries.payload,
    })
    .from(deliveries)
    .where(eq(deliveries.takenBy, taker))
    .orderBy(asc(deliveries.id)),
);

export const selectTarget = statement(({ endpointId }: Given<{ endpointId: string }>) =>
  build.select().from(endpoints).where(eq(endpoints.id, endpointId)),
);

/** Where deliveries to an endpoint go at a time. */
export function toTarget(endpoint: typeof endpoints.$inferSelect, now: string): WebhookTarget {
  const { id, url, baseUrl, failingSince, lastFailureAt, secret, previousSecret, previousSecretUntil } = endpoint;
  const isPreviousGood = previousSecret !== null && (previousSecretUntil ?? "") > now;
  const secrets = isPreviousGood ? [secret, previousSecret] : [secret];
  return { id, url, baseUrl, secrets, failingSince, lastFailureAt };
}

/**
 * Takes deliveries of one endpoint that are due, if nobody else sends to it and it is not left alone. `scripts` has what
 * is to be done to them on purpose, where there may be scripts. One HTTP request, harmless to repeat.
 */
export async function takeDueWebhooks(
  db: Database,
  taker: Taker,
  { endpointId, hasScripts }: { endpointId: string; hasScripts: boolean },
): Promise<{ target: WebhookTarget; due: DueWebhook[]; scripts: readonly ScriptedDelivery[] } | null> {
  const values = { ...takingValues(taker, webhookLeaseMs), endpointId };
  const [, due, [endpoint], scripts = []] = await db.batch([
    take(values),
    selectTaken(values),
    selectTarget(values),
    ...(hasScripts ? [selectScripted(values)] : []),
  ]);
  if (!endpoint || due.length === 0) return null;
  return { target: toTarget(endpoint, taker.now), due, scripts };
}

/** An attempt that was made to send a delivery, and when its receiver asks to be tried again, if it does. */
export interface MadeWebhookAttempt extends WebhookAttempt {
  readonly delivery: DueWebhook;
  readonly retryAt: string | null;
  readonly isUnsendable?: boolean;
}

/** The result of the recording: when each delivery is retried, and the state of its endpoint. */
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
      scripted: field("scripted"),
    },
    // A delivery that a reset of the sandbox took away while it was sent is gone, and its number may be another's.
    sql`FROM json_each(${made}) AS made JOIN ${deliveries} ON ${eq(deliveries.messageId, field("messageId"))} WHERE TRUE`,
    // Sent again because its answer was lost.
    sql`ON CONFLICT DO NOTHING`,
  ),
);

const finish = finishStatement(
  deliveries,
  () => sql`, status = ${finishedField("status")}, step = ${finishedField("step")}`,
);
const giveBack = giveBackStatement(deliveries);

interface HealthValues extends WebhookHealth {
  readonly id: string;
  readonly seen: string | null;
  readonly leftAloneUntil: string | null;
}

/**
 * What was seen of an endpoint that fails counts only if nobody has seen it succeed, or switched it on, in between; a
 * success and a 410 always count.
 */
const updateHealth = statement(
  ({ id, seen, failingSince, lastFailureAt, leftAloneUntil, disabledReason }: Given<HealthValues>) =>
    build
      .update(endpoints)
      .set({
        failingSince: sql`${failingSince}`,
        lastFailureAt: sql`${lastFailureAt}`,
        leftAloneUntil: sql`${leftAloneUntil}`,
        status: sql`iif(${disabledReason} IS NULL, ${endpoints.status}, 'DISABLED')`,
        disabledReason: sql`coalesce(${disabledReason}, ${endpoints.disabledReason})`,
      })
      .where(
        sql`${endpoints.id} = ${id} AND ${endpoints.status} = 'ENABLED'
        AND (${failingSince} IS NULL OR ${disabledReason} IS 'GONE' OR ${endpoints.failingSince} IS ${seen})`,
      ),
);

interface Row extends Finished<number>, AfterWebhookAttempt, WebhookAttempt {
  readonly nextAttemptAt: string | null;
  readonly error: string | null;
  readonly retryAt: string | null;
  readonly isUnsendable?: boolean;
  readonly messageId: string;
  readonly seq: number;
  readonly step: number;
}

const toRow = ({ delivery, ...attempt }: MadeWebhookAttempt): Row => {
  const step = delivery.step + 1;
  const { id, messageId, attempts: seq } = delivery;
  const after = afterWebhookAttempt(step, attempt);
  // One that has arrived is due again at once, and goes out a second time.
  const isRepeated = attempt.scripted === "duplicate" && after.status === "SUCCEEDED";
  const next = isRepeated ? ({ status: "PENDING", nextAttemptAt: attempt.at } as const) : after;
  return { ...attempt, ...next, id, messageId, seq, step };
};

/**
 * Records attempts of a taker to send deliveries of one endpoint, and what follows from them, and gives back what was not
 * begun. One HTTP request, harmless to repeat.
 */
export async function recordWebhookAttempts(
  db: Database,
  { target, taker }: { readonly target: WebhookTarget; readonly taker: string },
  { made, givenBack, now }: { made: readonly MadeWebhookAttempt[]; givenBack: readonly number[]; now: string },
): Promise<RecordedWebhooks> {
  const rows = made.map(toRow).toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
  const health = webhookHealth(target, rows);
  const { id, failingSince: seen } = target;
  const finished = JSON.stringify(rows);
  await db.batch([
    insertAttempts({ made: finished }),
    finish({ taker, now, finished }),
    giveBack({ taker, now, ids: JSON.stringify(givenBack) }),
    ...(rows.length > 0 ? [updateHealth({ id, seen, ...health, leftAloneUntil: webhookLeftAloneUntil(rows) })] : []),
    failPending({ id }),
  ]);
  const retries = rows.flatMap(({ id: due, nextAttemptAt }) =>
    nextAttemptAt === null ? [] : [{ id: due, nextAttemptAt }],
  );
  return { retries, health };
}
