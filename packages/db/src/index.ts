export { type ApiKeyText, newApiKey, readApiKeyText } from "./access/api-key-text.ts";
export { createApiKey, findApiKey, listApiKeys, markApiKeyUsed, revokeApiKey } from "./access/api-keys.ts";
export { createGuestLink } from "./access/guest-links.ts";
export { type GuestTokenText, type NewGuestLink, newGuestLink, readGuestToken } from "./access/guest-token.ts";
export { addDemoUser, findCustomer, findDemoUser, listDemoUsers } from "./access/people.ts";
export { runAudit } from "./audit/run-audit.ts";
export { createDiscount, disableDiscount, listDiscounts } from "./catalogue/discounts.ts";
export { archiveProduct, getProduct, listArchivedProducts, listProducts } from "./catalogue/products.ts";
export { type CatalogueContext, importProducts, upsertProduct } from "./catalogue/save-products.ts";
export { adjustStock, listStockMovements, setStock } from "./catalogue/stock.ts";
export { readClock, setClock } from "./clock/clock.ts";
export { type HappenedBefore, beforeItHappens, whatHappened } from "./clock/happened.ts";
export {
  type Command,
  type CommandContext,
  type OrderRules,
  type ReservationRules,
  execute,
} from "./commands/command.ts";
export { type Erasing, eraseCustomer } from "./customers/erase-customer.ts";
export { exportCustomer } from "./customers/export-customer.ts";
export { getCustomer } from "./customers/get-customer.ts";
export { listCustomers } from "./customers/list-customers.ts";
export { sha256Hex } from "./commands/sha256-hex.ts";
export { askDatabase } from "./database/ask-database.ts";
export { type SchemaBehind, findSchemaBehind } from "./database/schema-version.ts";
export { type Connection, inTill } from "./database/connection.ts";
export { type Database, openDatabase } from "./database/database.ts";
export { DatabaseBlocked, NoSuchDatabase, TransientFault } from "./database/faults.ts";
export { KeyRejected, type KeyCheck } from "./database/key-check.ts";
export { databaseDeadlineMs } from "./database/retry.ts";
export type { Finished, PieceEnd, Taker } from "./due/due-work.ts";
export { countDue, nextDueAt } from "./due/next-due.ts";
export { armFault, clearFaults, listFaults } from "./faults/armed-faults.ts";
export { type ActingFault, type Call, type TillState, readTillState } from "./faults/count-calls.ts";
export { type CallAboutOrder, noteActs } from "./faults/fault-acts.ts";
export {
  type HeldAnswer,
  giveUpLeaving,
  isHeld,
  noteHoldEnded,
  readLeaving,
  releaseHeld,
} from "./faults/held-answers.ts";
export { resetToDemoData } from "./demo/reset.ts";
export { setChannelFaults } from "./messages/channel-faults.ts";
export { getNotification, listNotifications } from "./messages/inbox.ts";
export {
  type DueMessage,
  type FinishedMessage,
  finishMessages,
  messageLeaseMs,
  messagePieceSize,
  takeDueMessages,
} from "./messages/outbox.ts";
export { cancelOrder } from "./orders/cancel-order.ts";
export { createOrder } from "./orders/create-order.ts";
export { getDossier } from "./orders/dossier.ts";
export { expireOrders } from "./orders/expire-orders.ts";
export type { Viewer } from "./orders/order-view.ts";
export { quoteOrder } from "./orders/quote-order.ts";
export { getOrder, getTimeline, listOrders } from "./orders/read-orders.ts";
export { stateOrders } from "./orders/state-orders.ts";
export { summarizeOrders } from "./orders/summary.ts";
export { collectOrder } from "./payments/collect-order.ts";
export {
  type DueRefund,
  type DueSettlement,
  type UnsettledAttempt,
  type UnfinishedRefund,
  finishRefunds,
  finishSettlements,
  gatewayLeaseMs,
  gatewayPieceSize,
  takeDueRefunds,
  takeDueSettlements,
} from "./payments/open-ends.ts";
export {
  type KnownAttempt,
  askAboutLateAt,
  findAttempt,
  findRefund,
  keepProcessing,
} from "./payments/told-attempts.ts";
export { type Attempted, payOrder, paymentOf, replaceAttempt } from "./payments/pay-order.ts";
export { type PaymentWithOrder, type ReceiptFacts, findPayment, findReceipt } from "./payments/receipt.ts";
export { refundOrder } from "./payments/refund-order.ts";
export { completeRefund, dropRefund, failRefund, retryRefund } from "./payments/change-refund.ts";
export { returnLate } from "./payments/return-late.ts";
export { confirmPayment, payLate, settleGivenUp, settlePayment } from "./payments/settle-payment.ts";
export {
  type DueTill,
  type TillEntry,
  closeOverTills,
  closeTill,
  enterShop,
  enterTill,
  findTill,
  knowsDue,
  listTills,
  noteNextDue,
  openTill,
  removeTill,
  takeDueTills,
} from "./tills/directory.ts";
export { type Retention, keptKinds, purge, purgePieceSize, purgeTimes } from "./retention/retention.ts";
export { type OrderMoney, type Pieces, countPieces, moneyOfOrders } from "./race/facts.ts";
export { settleIn } from "./tills/settle-in.ts";
export { NoSuchTill, type TillStore, type TursoAccount, openTillStore } from "./tills/store.ts";
export { listWebhookDeliveries, replayWebhookDeliveries } from "./webhooks/deliveries.ts";
export {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  getWebhookEndpoint,
  listWebhookEndpoints,
  updateWebhookEndpoint,
} from "./webhooks/endpoints.ts";
export { type WebhookBody, payloadsOf } from "./webhooks/payloads.ts";
export { findReleasable, takeReleased } from "./webhooks/release.ts";
export { type ScriptedDelivery, clearWebhookScripts, listWebhookScripts, scriptWebhooks } from "./webhooks/scripts.ts";
export {
  type DueWebhook,
  type MadeWebhookAttempt,
  type WebhookTarget,
  listWebhookLanes,
  recordWebhookAttempts,
  takeDueWebhooks,
  webhookLeaseMs,
  webhookPieceSize,
} from "./webhooks/sending.ts";
