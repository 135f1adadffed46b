export { type TillClient, type TillClientOptions, createTillClient } from "./create-till-client.ts";
export type { AwaitedMessage, Inbox } from "./inbox.ts";
export { type RefusedError, isRefusal } from "./is-refusal.ts";
export { NoAnswerError, type UnansweredError, isNoAnswer } from "./no-answer.ts";
export type { Order, Refusal, RefusalCode, WebhookEventType, WebhookPayload } from "@till/contracts";
