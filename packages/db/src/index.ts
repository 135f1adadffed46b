export { createApiKey, findApiKey, listApiKeys, markApiKeyUsed, revokeApiKey } from "./api-keys.ts";
export { setChannelFaults, takeChannelFault } from "./channel-faults.ts";
export { type Command, type CommandContext, type CommandReads, execute } from "./command.ts";
export { cancelOrder } from "./commands/cancel-order.ts";
export { createOrder } from "./commands/create-order.ts";
export { expireOrders } from "./commands/expire-orders.ts";
export { collectOrder } from "./commands/collect-order.ts";
export { payOrder, paymentOf } from "./commands/pay-order.ts";
export { refundOrder } from "./commands/refund-order.ts";
export { settlePayment } from "./commands/settle-payment.ts";
export { ApiKeyRejected, type KeyCheck } from "./key-check.ts";
export type { Connection } from "./connection.ts";
export { type Database, openDatabase } from "./database.ts";
export { resetToDemoData } from "./demo/reset.ts";
export type { Viewer } from "./order-view.ts";
export {
  type DueMessage,
  type FailedAttempt,
  type SentMessage,
  markFailed,
  markSent,
  showOnce,
  takeDueMessages,
} from "./outbox.ts";
export { getOrder, getTimeline, listOrders } from "./queries/orders.ts";
export { getNotification, listNotifications } from "./queries/notifications.ts";
export { askDatabase } from "./queries/ask-database.ts";
export { findDemoUser, listDemoUsers } from "./queries/people.ts";
export { type PaymentWithOrder, type ReceiptFacts, findPayment, findReceipt } from "./queries/receipt.ts";
export { summarizeOrders } from "./queries/summary.ts";
export { quoteOrder } from "./queries/quote-order.ts";
export { getProduct, listProducts } from "./queries/products.ts";
export {
  askAboutPaymentAt,
  listPaymentsToSettle,
  listRefundsToSettle,
  markRefundSettled,
  tellOfRefundAt,
} from "./settling.ts";
export { sha256Hex } from "./sha256-hex.ts";
export { TransientFault, requestTimeoutMs } from "./retry.ts";
export { listWebhookDeliveries, replayWebhookDeliveries } from "./webhooks/deliveries.ts";
export {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  getWebhookEndpoint,
  listWebhookEndpoints,
  updateWebhookEndpoint,
} from "./webhooks/endpoints.ts";
export {
  type DueWebhook,
  type MadeWebhookAttempt,
  type WebhookTarget,
  listDueWebhookEndpoints,
  payloadsOf,
  recordWebhookAttempts,
  takeDueWebhooks,
  webhookPieceSize,
} from "./webhooks/sending.ts";
