export { type TillClient, type TillClientOptions, createTillClient } from "./create-till-client.ts";
export { type RefusedError, isRefusal } from "./is-refusal.ts";
