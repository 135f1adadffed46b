export type { Advance, Happened } from "@till/client";
export type { ReceivedWebhook } from "./mailbox.ts";
export { payWith } from "./pay-with.ts";
export type { Person, PersonClient } from "./person.ts";
export { type Till, startTill } from "./start-till.ts";
export { type TestTill, type TestTillOptions, createTestTill } from "./test-till.ts";
export type { WebhookReceiver, WebhookScript, WebhookTarget } from "./webhook-receiver.ts";
