export { type StandInEvent, eventOf, signed } from "./events.ts";
export { standInKeys } from "./keys.ts";
export { StripeRefusal } from "./refusal.ts";
export { type StripeStandIn, startStripeStandIn } from "./server.ts";
