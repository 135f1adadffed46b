import { type WebhookAct, type WebhookEventType, webhookActs } from "@till/contracts";
import { sql } from "drizzle-orm";
import { check, index, integer, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { timestamp, words } from "./columns.ts";
import { webhookEndpoints } from "./webhooks.ts";

/**
 * What happens on purpose to deliveries of an endpoint, in a till of the sandbox. A script counts deliveries in the order
 * in which their events happened, from `afterDelivery` on, so nothing has to be kept of what it has done.
 */
export const webhookScripts = sqliteTable(
  "webhook_scripts",
  {
    number: integer().primaryKey(),
    id: text().notNull(),
    endpointId: text("endpoint_id")
      .notNull()
      .references(() => webhookEndpoints.id),
    eventType: text("event_type").$type<WebhookEventType>(),
    act: text().$type<WebhookAct>().notNull(),
    nth: integer().notNull(),
    times: integer().notNull(),
    delayMs: integer("delay_ms"),
    /** The last delivery that there was when the script was made. */
    afterDelivery: integer("after_delivery").notNull(),
    createdAt: timestamp("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("webhook_scripts_id").on(table.id),
    index("webhook_scripts_endpoint").on(table.endpointId),
    check("webhook_scripts_act_known", sql`${table.act} IN (${words(webhookActs)})`),
    check("webhook_scripts_deliveries", sql`${table.nth} >= 1 AND ${table.times} >= 1`),
    check("webhook_scripts_delay", sql`(${table.delayMs} IS NOT NULL) = (${table.act} = 'slow')`),
  ],
);
