export * from "./customers.ts";
export * from "./discounts.ts";
export * from "./notifications.ts";
export * from "./order-events.ts";
export * from "./orders.ts";
export * from "./payments.ts";
export * from "./products.ts";
export * from "./relations.ts";
