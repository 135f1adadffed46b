import {
  type CreateWebhookEndpointInput,
  type CreatedWebhookEndpoint,
  type UpdateWebhookEndpointInput,
  type UpdatedWebhookEndpoint,
  type WebhookEndpoint,
  limits,
} from "@till/contracts";
import { type Result, ok, refuse, refused, webhookSecretOverlapMs } from "@till/domain";
import { and, asc, eq, isNull, ne, sql } from "drizzle-orm";
import type { Database } from "../database.ts";
import { insertFrom } from "../insert-from.ts";
import { webhookDeliveries, webhookEndpoints as endpoints } from "../schema/schema.ts";

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

const isShown = (id: string) => and(eq(endpoints.id, id), isNull(endpoints.deletedAt));

const selectShown = (db: Database, id: string) => db.select(shown).from(endpoints).where(isShown(id));

/** What is made up for a new endpoint, or for a new secret of one, at the edge of the system. */
export interface Made {
  readonly secret: string;
  readonly now: string;
}

/** Adds an endpoint, unless there are as many as there may be. One HTTP request. */
export async function createWebhookEndpoint(
  db: Database,
  { url, eventTypes, description }: CreateWebhookEndpointInput,
  { id, origin, secret, now }: Made & { readonly id: string; readonly origin: string },
): Promise<Result<CreatedWebhookEndpoint>> {
  const values = {
    id,
    url,
    origin,
    eventTypes: JSON.stringify(eventTypes),
    description: description ?? null,
    status: "ENABLED",
    secret,
    createdAt: now,
    updatedAt: now,
  };
  const hasRoom = sql`WHERE (SELECT count(*) FROM ${endpoints} WHERE ${isNull(endpoints.deletedAt)})
    < ${limits.webhookEndpoints}`;
  const [, [created]] = await db.batch([insertFrom(db, endpoints, values, hasRoom), selectShown(db, id)]);
  return created ? ok({ ...created, secret }) : refused(refuse.webhookEndpointLimitReached());
}

/** One endpoint. One HTTP request. */
export async function getWebhookEndpoint(db: Database, id: string): Promise<Result<WebhookEndpoint>> {
  const endpoint = await selectShown(db, id).get();
  return endpoint ? ok(endpoint) : refused(refuse.webhookEndpointNotFound(id));
}

/** All endpoints, the oldest first: there are never many. One HTTP request. */
export const listWebhookEndpoints = (db: Database): Promise<WebhookEndpoint[]> =>
  db
    .select(shown)
    .from(endpoints)
    .where(isNull(endpoints.deletedAt))
    .orderBy(asc(endpoints.createdAt), asc(endpoints.id));

/**
 * Changes an endpoint. A rotated secret signs on beside the new one for a while. Switched off, it is sent nothing, and
 * what was on its way has failed; switched on, it begins as a healthy one. One HTTP request.
 */
export async function updateWebhookEndpoint(
  db: Database,
  { id, url, eventTypes, description, enabled, rotateSecret = false }: UpdateWebhookEndpointInput,
  { secret, now }: Made,
): Promise<Result<UpdatedWebhookEndpoint>> {
  const previousSecretUntil = new Date(Date.parse(now) + webhookSecretOverlapMs).toISOString();
  const changes = {
    updatedAt: now,
    ...(url !== undefined && { url }),
    ...(eventTypes !== undefined && { eventTypes }),
    ...(description !== undefined && { description }),
    ...(enabled === true && { status: "ENABLED" as const, disabledReason: null, failingSince: null }),
    ...(enabled === false && { status: "DISABLED" as const, disabledReason: "MANUAL" as const }),
    ...(rotateSecret && { secret, previousSecret: sql`${endpoints.secret}`, previousSecretUntil }),
  };
  const [, , [updated]] = await db.batch([
    // Sent again because its answer was lost, the change finds its own secret and leaves everything as it is.
    db
      .update(endpoints)
      .set(changes)
      .where(and(isShown(id), ne(endpoints.secret, secret))),
    failPending(db, id),
    selectShown(db, id),
  ]);
  return updated
    ? ok({ ...updated, secret: rotateSecret ? secret : null })
    : refused(refuse.webhookEndpointNotFound(id));
}

/** Deletes an endpoint and forgets its secrets. Its deliveries stay to be seen. One HTTP request. */
export async function deleteWebhookEndpoint(db: Database, id: string, now: string): Promise<Result<{ id: string }>> {
  const gone = { status: "DISABLED", secret: "", previousSecret: null, previousSecretUntil: null } as const;
  const [, , deleted] = await db.batch([
    db
      .update(endpoints)
      .set({ ...gone, disabledReason: "MANUAL", updatedAt: now, deletedAt: now })
      .where(isShown(id)),
    failPending(db, id),
    db
      .select({ id: endpoints.id })
      .from(endpoints)
      .where(and(eq(endpoints.id, id), eq(endpoints.deletedAt, now))),
  ]);
  return deleted.length > 0 ? ok({ id }) : refused(refuse.webhookEndpointNotFound(id));
}

/** What is on its way to an endpoint that is switched off has failed. A replay brings it back. */
export const failPending = (db: Database, endpointId: string) =>
  db
    .update(webhookDeliveries)
    .set({ status: "FAILED", nextAttemptAt: null })
    .where(
      sql`${webhookDeliveries.nextAttemptAt} IS NOT NULL AND ${webhookDeliveries.endpointId} IN
        (SELECT id FROM ${endpoints} AS off WHERE off.id = ${endpointId} AND off.status = 'DISABLED')`,
    );
