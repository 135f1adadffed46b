import { relations } from "drizzle-orm";
import { faultActs } from "./fault-acts.ts";
import { notifications } from "./notifications.ts";
import { orderEvents } from "./order-events.ts";
import { orderItems, orders } from "./orders.ts";
import { payments } from "./payments.ts";
import { refunds } from "./refunds.ts";
import { stockMovements } from "./stock-movements.ts";
import { webhookAttempts, webhookDeliveries, webhookEndpoints } from "./webhooks.ts";

export const orderRelations = relations(orders, ({ many }) => ({
  items: many(orderItems),
  payments: many(payments),
  refunds: many(refunds),
  movements: many(stockMovements),
  events: many(orderEvents),
  notifications: many(notifications),
  deliveries: many(webhookDeliveries),
  faults: many(faultActs),
}));

export const orderItemRelations = relations(orderItems, ({ one }) => ({
  order: one(orders, { fields: [orderItems.orderId], references: [orders.id] }),
}));

export const paymentRelations = relations(payments, ({ one }) => ({
  order: one(orders, { fields: [payments.orderId], references: [orders.id] }),
}));

export const refundRelations = relations(refunds, ({ one }) => ({
  order: one(orders, { fields: [refunds.orderId], references: [orders.id] }),
}));

export const stockMovementRelations = relations(stockMovements, ({ one }) => ({
  order: one(orders, { fields: [stockMovements.orderId], references: [orders.id] }),
}));

export const orderEventRelations = relations(orderEvents, ({ one }) => ({
  order: one(orders, { fields: [orderEvents.orderId], references: [orders.id] }),
}));

export const notificationRelations = relations(notifications, ({ one }) => ({
  order: one(orders, { fields: [notifications.orderId], references: [orders.id] }),
}));

export const faultActRelations = relations(faultActs, ({ one }) => ({
  order: one(orders, { fields: [faultActs.orderId], references: [orders.id] }),
}));

export const webhookDeliveryRelations = relations(webhookDeliveries, ({ one, many }) => ({
  order: one(orders, { fields: [webhookDeliveries.orderId], references: [orders.id] }),
  endpoint: one(webhookEndpoints, { fields: [webhookDeliveries.endpointId], references: [webhookEndpoints.id] }),
  made: many(webhookAttempts),
}));

export const webhookAttemptRelations = relations(webhookAttempts, ({ one }) => ({
  delivery: one(webhookDeliveries, { fields: [webhookAttempts.deliveryId], references: [webhookDeliveries.id] }),
}));
