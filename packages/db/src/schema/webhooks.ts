import {
  type WebhookDeliveryStatus,
  type WebhookDisabledReason,
  type WebhookEndpointStatus,
  type WebhookEventType,
  limits,
  webhookDeliveryStatuses,
  webhookDisabledReasons,
  webhookEndpointStatuses,
} from "@till/contracts";
import { sql } from "drizzle-orm";
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { constant, dueColumns, timestamp, words } from "./columns.ts";
import { orderEvents } from "./order-events.ts";
import { orders } from "./orders.ts";

/**
 * Where webhooks are sent. `baseUrl` is where the till was reached when the endpoint was made: links in payloads begin with
 * it, unless the setting PUBLIC_ORIGIN says otherwise. `failingSince` is the first failure after the last success, `lastFailureAt` the last one. A deleted endpoint stays for the sake of its
 * deliveries, without its secrets.
 */
export const webhookEndpoints = sqliteTable(
  "webhook_endpoints",
  {
    id: text().primaryKey(),
    url: text().notNull(),
    baseUrl: text("origin").notNull(),
    eventTypes: text("event_types", { mode: "json" }).$type<WebhookEventType[]>().notNull(),
    description: text(),
    status: text().$type<WebhookEndpointStatus>().notNull(),
    disabledReason: text("disabled_reason").$type<WebhookDisabledReason>(),
    secret: text().notNull(),
    previousSecret: text("previous_secret"),
    /** Until when the previous secret also signs. */
    previousSecretUntil: timestamp("previous_secret_until"),
    failingSince: timestamp("failing_since"),
    lastFailureAt: timestamp("last_failure_at"),
    /** Until when nothing is sent to it, because it did not answer or asks for time. */
    leftAloneUntil: timestamp("left_alone_until"),
    createdAt: timestamp("created_at").notNull(),
    updatedAt: timestamp("updated_at").notNull(),
    deletedAt: timestamp("deleted_at"),
  },
  (table) => [
    index("webhook_endpoints_shown")
      .on(table.createdAt, table.id)
      .where(sql`${table.deletedAt} IS NULL`),
    index("webhook_endpoints_enabled")
      .on(table.id)
      .where(sql`${table.status} = 'ENABLED'`),
    check("webhook_endpoints_status_known", sql`${table.status} IN (${words(webhookEndpointStatuses)})`),
    check("webhook_endpoints_reason_known", sql`${table.disabledReason} IN (${words(webhookDisabledReasons)})`),
    check("webhook_endpoints_disabled", sql`(${table.disabledReason} IS NOT NULL) = (${table.status} = 'DISABLED')`),
    check("webhook_endpoints_url", sql`length(${table.url}) <= ${constant(limits.webhookUrlLength)}`),
    check("webhook_endpoints_event_types", sql`json_array_length(${table.eventTypes}) >= 1`),
    check(
      "webhook_endpoints_previous",
      sql`(${table.previousSecret} IS NULL) = (${table.previousSecretUntil} IS NULL)`,
    ),
    check(
      "webhook_endpoints_deleted",
      sql`${table.deletedAt} IS NULL OR (${table.status} = 'DISABLED' AND ${table.secret} = '')`,
    ),
  ],
);

/**
 * One event on its way to one endpoint, written in the batch of the event. `step` is its place in the schedule: how many
 * attempts came to an end since it began, or was replayed.
 */
export const webhookDeliveries = sqliteTable(
  "webhook_deliveries",
  {
    id: integer().primaryKey(),
    /** The `webhook-id` that the receiver sees. */
    messageId: text("message_id").notNull(),
    endpointId: text("endpoint_id")
      .notNull()
      .references(() => webhookEndpoints.id),
    orderId: integer("order_id")
      .notNull()
      .references(() => orders.id),
    eventId: integer("event_id")
      .notNull()
      .references(() => orderEvents.id),
    eventType: text("event_type").$type<WebhookEventType>().notNull(),
    status: text().$type<WebhookDeliveryStatus>().notNull(),
    step: integer().notNull().default(0),
    payload: text(),
    createdAt: timestamp("created_at").notNull(),
    ...dueColumns(),
  },
  (table) => [
    index("webhook_deliveries_taken_by")
      .on(table.takenBy)
      .where(sql`${table.takenBy} IS NOT NULL`),
    uniqueIndex("webhook_deliveries_message").on(table.messageId),
    uniqueIndex("webhook_deliveries_event_endpoint").on(table.eventId, table.endpointId),
    index("webhook_deliveries_order").on(table.orderId, table.id),
    index("webhook_deliveries_endpoint").on(table.endpointId, table.id),
    index("webhook_deliveries_status").on(table.status, table.id),
    index("webhook_deliveries_since").on(table.endpointId, table.createdAt, table.id),
    index("webhook_deliveries_due")
      .on(table.endpointId, table.nextAttemptAt)
      .where(sql`${table.nextAttemptAt} IS NOT NULL`),
    // For what is kept for some time only. What is still due is not in it.
    index("webhook_deliveries_kept")
      .on(table.createdAt)
      .where(sql`${table.nextAttemptAt} IS NULL`),
    check("webhook_deliveries_status_known", sql`${table.status} IN (${words(webhookDeliveryStatuses)})`),
    check(
      "webhook_deliveries_due_if_pending",
      sql`(${table.nextAttemptAt} IS NOT NULL) = (${table.status} = 'PENDING')`,
    ),
    check("webhook_deliveries_step", sql`${table.step} BETWEEN 0 AND ${table.attempts}`),
  ],
);

/** One request to an endpoint, and its result. Rows are only added. */
export const webhookAttempts = sqliteTable(
  "webhook_attempts",
  {
    deliveryId: integer("delivery_id")
      .notNull()
      .references(() => webhookDeliveries.id),
    seq: integer().notNull(),
    at: timestamp("at").notNull(),
    durationMs: integer("duration_ms").notNull(),
    responseStatus: integer("response_status"),
    responseBody: text("response_body"),
    error: text(),
    /** What was done on purpose: the act of a script, or `release`. */
    scripted: text(),
  },
  (table) => [
    primaryKey({ columns: [table.deliveryId, table.seq] }),
    check("webhook_attempts_seq", sql`${table.seq} >= 1`),
    check("webhook_attempts_duration", sql`${table.durationMs} >= 0`),
    check("webhook_attempts_answer", sql`${table.responseStatus} IS NOT NULL OR ${table.error} IS NOT NULL`),
  ],
);
