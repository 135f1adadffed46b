import "./sentences.ts";

export * from "./events.ts";
export * from "./limits.ts";
export * from "./money.ts";
export * from "./notifications.ts";
export * from "./orders.ts";
export * from "./paging.ts";
export * from "./payment-sources.ts";
export * from "./payments.ts";
export * from "./people.ts";
export * from "./primitives.ts";
export * from "./products.ts";
export * from "./refusals.ts";
