export { type Till, startTill } from "./start-till.ts";
export { type TestTill, type TestTillOptions, createTestTill } from "./test-till.ts";
export type { ReceivedWebhook, WebhookReceiver } from "./webhook-receiver.ts";
