export { type Advance, type Happened, advanceTill } from "./advance-till.ts";
export { type AuditResult, auditTill } from "./audit-till.ts";
export { type TillClient, type TillClientOptions, createTillClient } from "./create-till-client.ts";
export type { AwaitedMessage, Inbox } from "./inbox.ts";
export { type RefusedError, isRefusal } from "./is-refusal.ts";
export { NoAnswerError, type UnansweredError, isNoAnswer } from "./no-answer.ts";
export {
  type Channel,
  type Dossier,
  type Order,
  type PaymentToken,
  type Refusal,
  type RefusalCode,
  type Role,
  type ScenarioToken,
  type WebhookEventType,
  type WebhookPayload,
  webhookEventTypes,
} from "@till/contracts";
export type { ProcedureName } from "./procedure-name.ts";
