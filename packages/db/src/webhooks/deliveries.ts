import {
  type ListWebhookDeliveriesInput,
  type Page,
  type ReplayWebhookDeliveriesInput,
  type ReplayedWebhookDeliveries,
  type WebhookAttempt,
  type WebhookDelivery,
  limits,
} from "@till/contracts";
import { type Result, ok, refuse, refused } from "@till/domain";
import { type SQL, and, asc, desc, eq, gte, isNull, lt, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { constant } from "../schema/columns.ts";
import { webhookAttempts, webhookDeliveries as deliveries, webhookEndpoints as endpoints } from "../schema/schema.ts";
import { pageBefore, toPage } from "../statements/page.ts";
import { statementsByFilter } from "../statements/by-filter.ts";
import { buildRelational } from "../statements/relational.ts";
import { type Given, type Statement, build, statement } from "../statements/statement.ts";

interface ListValues {
  readonly endpointId: string | null;
  readonly orderId: number | null;
  readonly status: string | null;
  readonly before: number;
  readonly atMost: number;
}

const filters = ["endpointId", "orderId", "status"] as const;
type Filter = (typeof filters)[number];

/** The body, unless it is larger than any that is written now: a page of such ones would be too large to read. */
const shownPayload = sql<
  string | null
>`iif(octet_length(${deliveries.payload}) > ${constant(limits.webhookPayloadBytes)},
  NULL, ${deliveries.payload})`.as("payload");

/** Each set of filters has its own statement, so that each uses its index. */
const writeList = (asked: readonly Filter[]): Statement<ListValues, DeliveryRow[]> =>
  statement((given: Given<ListValues>) =>
    buildRelational().query.webhookDeliveries.findMany({
      where: and(...asked.map((filter) => eq(deliveries[filter], given[filter])), lt(deliveries.id, given.before)),
      orderBy: desc(deliveries.id),
      limit: given.atMost,
      columns: { payload: false },
      extras: { payload: shownPayload },
      with: { made: { orderBy: desc(webhookAttempts.seq), limit: limits.webhookAttemptsShown } },
    }),
  );

const lists = statementsByFilter(filters, writeList);

/** A page of deliveries with their attempts, newest first. One HTTP request. */
export async function listWebhookDeliveries(
  db: Database,
  input: ListWebhookDeliveriesInput,
): Promise<Page<WebhookDelivery>> {
  const { endpointId = null, orderId = null, status = null, limit } = input;
  const values = { endpointId, orderId, status, ...pageBefore(input) };
  const { items, nextCursor } = toPage(await db.run(lists(values)(values)), limit);
  return { items: items.map(toDelivery), nextCursor };
}

type DeliveryRow = typeof deliveries.$inferSelect & { made: (typeof webhookAttempts.$inferSelect)[] };

/** A delivery as staff see it. What is not named here stays inside. */
export const toDelivery = (row: DeliveryRow): WebhookDelivery => ({
  id: row.messageId,
  endpointId: row.endpointId,
  orderId: row.orderId,
  eventType: row.eventType,
  status: row.status,
  attempts: row.made.toReversed().map(toAttempt),
  payload: row.payload,
  createdAt: row.createdAt,
  nextAttemptAt: row.nextAttemptAt,
});

const toAttempt = (row: DeliveryRow["made"][number]): WebhookAttempt => ({
  at: row.at,
  durationMs: row.durationMs,
  responseStatus: row.responseStatus,
  responseBody: row.responseBody,
  error: row.error,
  scripted: row.scripted,
});

/** A replay, and which deliveries are due because of it. */
export interface Replay {
  readonly replayed: ReplayedWebhookDeliveries;
  readonly due: readonly number[];
}

/** Which deliveries a replay sends again, and to which endpoint they go. */
interface Chosen<Values extends object> {
  readonly where: (given: Given<Values>) => SQL | undefined;
  readonly endpointId: (given: Given<Values>) => SQL;
}

const isEnabled = (endpointId: SQL) =>
  sql`EXISTS (SELECT 1 FROM ${endpoints} AS target WHERE target.id = ${endpointId} AND target.status = 'ENABLED')`;

/**
 * The statements of a replay: they send deliveries again, and return the state of their endpoint and of the remaining
 * deliveries.
 */
const replayOf = <Values extends object>({ where, endpointId }: Chosen<Values>) => ({
  sendAgain: statement((given: Given<Values & { now: string }>) => {
    const own = given as unknown as Given<Values>;
    const ids = build
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(where(own))
      .orderBy(asc(deliveries.createdAt), asc(deliveries.id))
      .limit(limits.webhookReplay);
    return build
      .update(deliveries)
      .set({
        status: "PENDING",
        nextAttemptAt: sql`${(given as unknown as Given<{ now: string }>).now}`,
        step: 0,
        takenBy: null,
      })
      .where(sql`${deliveries.id} IN ${ids} AND ${isEnabled(endpointId(own))}`)
      .returning({ id: deliveries.id });
  }),
  // Who sends again says that the endpoint is there again.
  endPause: statement((given: Given<Values>) =>
    build
      .update(endpoints)
      .set({ leftAloneUntil: null })
      .where(sql`${endpoints.id} = ${endpointId(given)}`),
  ),
  selectEndpoint: statement((given: Given<Values>) =>
    build
      .select({ id: endpoints.id, disabledReason: endpoints.disabledReason })
      .from(endpoints)
      .where(and(sql`${endpoints.id} = ${endpointId(given)}`, isNull(endpoints.deletedAt))),
  ),
  selectNext: statement((given: Given<Values>) =>
    build
      .select({ createdAt: deliveries.createdAt })
      .from(deliveries)
      .where(where(given))
      .orderBy(asc(deliveries.createdAt), asc(deliveries.id))
      .limit(1)
      .offset(limits.webhookReplay),
  ),
});

const replayOne = replayOf<{ id: string }>({
  where: ({ id }) => eq(deliveries.messageId, id),
  endpointId: ({ id }) => sql`(SELECT endpoint_id FROM ${deliveries} AS one WHERE one.message_id = ${id})`,
});

const replaySince = replayOf<{ endpointId: string; since: string }>({
  where: ({ endpointId, since }) => and(eq(deliveries.endpointId, endpointId), gte(deliveries.createdAt, since)),
  endpointId: ({ endpointId }) => sql`${endpointId}`,
});

/**
 * Sends one delivery again, or those of an endpoint since a time, the oldest first: they are due now, under the same id
 * with the same bytes, and their schedule begins again. One HTTP request.
 */
export async function replayWebhookDeliveries(
  db: Database,
  input: ReplayWebhookDeliveriesInput,
  now: string,
): Promise<Result<Replay>> {
  const statements =
    "id" in input
      ? bindReplay(replayOne, input, now)
      : bindReplay(replaySince, { endpointId: input.endpointId, since: input.since }, now);
  const [due, [endpoint], [next]] = await db.batch(statements);
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

const bindReplay = <Values extends object>(
  { sendAgain, selectEndpoint, selectNext, endPause }: ReturnType<typeof replayOf<Values>>,
  values: Values,
  now: string,
) => [sendAgain({ ...values, now }), selectEndpoint(values), selectNext(values), endPause(values)] as const;
