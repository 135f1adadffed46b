import {
  type CreateWebhookEndpointInput,
  type CreatedWebhookEndpoint,
  type UpdateWebhookEndpointInput,
  type UpdatedWebhookEndpoint,
  type WebhookEndpoint,
  limits,
} from "@till/contracts";
import { type Result, later, ok, refuse, refused, webhookSecretOverlapMs } from "@till/domain";
import { type Placeholder, and, asc, eq, isNull, ne, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { constant } from "../schema/columns.ts";
import { webhookDeliveries, webhookEndpoints as endpoints } from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import { type Given, build, statement } from "../statements/statement.ts";

/** What is shown of an endpoint: never its secrets. */
const shown = {
  id: endpoints.id,
  url: endpoints.url,
  eventTypes: endpoints.eventTypes,
  description: endpoints.description,
  status: endpoints.status,
  disabledReason: endpoints.disabledReason,
  createdAt: endpoints.createdAt,
  updatedAt: endpoints.updatedAt,
};

const isShown = (id: Placeholder) => and(eq(endpoints.id, id), isNull(endpoints.deletedAt));

const selectEndpoint = statement((given: Given<{ id: string }>) =>
  build.select(shown).from(endpoints).where(isShown(given.id)),
);

const selectEndpoints = statement(() =>
  build
    .select(shown)
    .from(endpoints)
    .where(isNull(endpoints.deletedAt))
    .orderBy(asc(endpoints.createdAt), asc(endpoints.id)),
);

/** What is made up for a new endpoint, or for a new secret of one, at the edge of the system. */
export interface Made {
  readonly secret: string;
  readonly now: string;
}

interface NewEndpoint {
  readonly id: string;
  readonly url: string;
  readonly baseUrl: string;
  readonly eventTypes: string;
  readonly description: string | null;
  readonly secret: string;
  readonly now: string;
}

const insertEndpoint = statement(({ id, url, baseUrl, eventTypes, description, secret, now }: Given<NewEndpoint>) =>
  insertFrom(
    endpoints,
    { id, url, baseUrl, eventTypes, description, secret, status: "ENABLED", createdAt: now, updatedAt: now },
    sql`WHERE (SELECT count(*) FROM ${endpoints} WHERE ${isNull(endpoints.deletedAt)}) < ${constant(limits.webhookEndpoints)}`,
    // Sent again because its answer was lost.
    sql`ON CONFLICT DO NOTHING`,
  ),
);

/** Adds an endpoint, unless there are as many as there may be. One HTTP request. */
export async function createWebhookEndpoint(
  db: Database,
  { url, eventTypes, description }: CreateWebhookEndpointInput,
  { id, baseUrl, secret, now }: Made & { readonly id: string; readonly baseUrl: string },
): Promise<Result<CreatedWebhookEndpoint>> {
  const values = {
    id,
    url,
    baseUrl,
    eventTypes: JSON.stringify(eventTypes),
    description: description ?? null,
    secret,
    now,
  };
  const [, [created]] = await db.batch([insertEndpoint(values), selectEndpoint({ id })]);
  return created ? ok({ ...created, secret }) : refused(refuse.webhookEndpointLimitReached());
}

/** One endpoint. One HTTP request. */
export async function getWebhookEndpoint(db: Database, id: string): Promise<Result<WebhookEndpoint>> {
  const [endpoint] = await db.run(selectEndpoint({ id }));
  return endpoint ? ok(endpoint) : refused(refuse.webhookEndpointNotFound(id));
}

/** All endpoints, the oldest first: there are never many. One HTTP request. */
export const listWebhookEndpoints = (db: Database): Promise<WebhookEndpoint[]> => db.run(selectEndpoints({}));

/** The values of a change. Null leaves a column as it is, unless the column can be null itself. */
interface Change {
  readonly id: string;
  readonly url: string | null;
  readonly eventTypes: string | null;
  readonly changesDescription: boolean;
  readonly description: string | null;
  readonly status: "ENABLED" | "DISABLED" | null;
  readonly rotates: boolean;
  readonly secret: string;
  readonly previousSecretUntil: string;
  readonly now: string;
}

const changeEndpoint = statement((given: Given<Change>) =>
  build
    .update(endpoints)
    .set({
      updatedAt: sql`${given.now}`,
      url: sql`coalesce(${given.url}, ${endpoints.url})`,
      eventTypes: sql`coalesce(${given.eventTypes}, ${endpoints.eventTypes})`,
      description: sql`iif(${given.changesDescription}, ${given.description}, ${endpoints.description})`,
      status: sql`coalesce(${given.status}, ${endpoints.status})`,
      disabledReason: sql`CASE ${given.status} WHEN 'ENABLED' THEN NULL WHEN 'DISABLED' THEN 'MANUAL' ELSE ${endpoints.disabledReason} END`,
      failingSince: sql`iif(${given.status} = 'ENABLED', NULL, ${endpoints.failingSince})`,
      lastFailureAt: sql`iif(${given.status} = 'ENABLED', NULL, ${endpoints.lastFailureAt})`,
      // Another address may be up, and who switches an endpoint on says that it is.
      leftAloneUntil: sql`iif(${given.status} = 'ENABLED' OR ${given.url} IS NOT NULL, NULL, ${endpoints.leftAloneUntil})`,
      secret: sql`iif(${given.rotates}, ${given.secret}, ${endpoints.secret})`,
      previousSecret: sql`iif(${given.rotates}, ${endpoints.secret}, ${endpoints.previousSecret})`,
      previousSecretUntil: sql`iif(${given.rotates}, ${given.previousSecretUntil}, ${endpoints.previousSecretUntil})`,
    })
    // Sent again because its answer was lost, the change finds its own secret and leaves everything as it is.
    .where(and(isShown(given.id), ne(endpoints.secret, given.secret))),
);

/** Pending deliveries of an endpoint that is switched off fail. A replay makes them due again. */
export const failPending = statement((given: Given<{ id: string }>) =>
  build
    .update(webhookDeliveries)
    .set({ status: "FAILED", nextAttemptAt: null })
    .where(
      sql`${webhookDeliveries.nextAttemptAt} IS NOT NULL AND ${webhookDeliveries.endpointId} IN
        (SELECT id FROM ${endpoints} AS off WHERE off.id = ${given.id} AND off.status = 'DISABLED')`,
    ),
);

/**
 * Changes an endpoint. A rotated secret signs on beside the new one for a while. Switched off, it is sent nothing, and
 * what was on its way has failed; switched on, it begins as a healthy one. One HTTP request.
 */
export async function updateWebhookEndpoint(
  db: Database,
  { id, url, eventTypes, description, enabled, rotateSecret = false }: UpdateWebhookEndpointInput,
  { secret, now }: Made,
): Promise<Result<UpdatedWebhookEndpoint>> {
  const change: Change = {
    id,
    url: url ?? null,
    eventTypes: eventTypes === undefined ? null : JSON.stringify(eventTypes),
    changesDescription: description !== undefined,
    description: description ?? null,
    status: enabled === undefined ? null : enabled ? "ENABLED" : "DISABLED",
    rotates: rotateSecret,
    secret,
    previousSecretUntil: later(now, webhookSecretOverlapMs),
    now,
  };
  const [, , [updated]] = await db.batch([changeEndpoint(change), failPending({ id }), selectEndpoint({ id })]);
  return updated
    ? ok({ ...updated, secret: rotateSecret ? secret : null })
    : refused(refuse.webhookEndpointNotFound(id));
}

const forgetEndpoint = statement((given: Given<{ id: string; now: string }>) =>
  build
    .update(endpoints)
    .set({
      status: "DISABLED",
      secret: "",
      previousSecret: null,
      previousSecretUntil: null,
      disabledReason: "MANUAL",
      updatedAt: sql`${given.now}`,
      deletedAt: sql`${given.now}`,
    })
    .where(isShown(given.id)),
);

const selectForgotten = statement((given: Given<{ id: string; now: string }>) =>
  build
    .select({ id: endpoints.id })
    .from(endpoints)
    .where(and(eq(endpoints.id, given.id), eq(endpoints.deletedAt, given.now))),
);

/** Deletes an endpoint and forgets its secrets. Its deliveries stay to be seen. One HTTP request. */
export async function deleteWebhookEndpoint(db: Database, id: string, now: string): Promise<Result<{ id: string }>> {
  const [, , deleted] = await db.batch([
    forgetEndpoint({ id, now }),
    failPending({ id }),
    selectForgotten({ id, now }),
  ]);
  return deleted.length > 0 ? ok({ id }) : refused(refuse.webhookEndpointNotFound(id));
}
