import { type Scene, minute, returnUrl } from "./audited-scene.ts";
import type { Finding, PlantedFault } from "./planted-fault.ts";
import { plantedInExtras } from "./planted-in-extras.ts";

const order = (set: string, ...finds: Finding[]): PlantedFault => ({
  sql: ({ id }) => `UPDATE orders SET ${set} WHERE id = ${id}`,
  finds: () => finds,
});

/** One of the recorded fields is another, by its path. */
const recorded = (path: string, value: string, ...finds: Finding[]): PlantedFault =>
  order(`recorded = json_set(recorded, '${path}', '${value}')`, ...finds);

const cancelled = (set: string, ...finds: Finding[]): PlantedFault => ({ ...order(set, ...finds), scene: "cancelled" });

const firstItem = (set: string, finds: (scene: Scene) => Finding[]): PlantedFault => ({
  sql: ({ id, filter }) =>
    `UPDATE order_items SET ${set.replace("FILTER", String(filter))} WHERE order_id = ${id} AND position = 0`,
  finds,
});

const paid = (set: string, finds: (paidId: string) => Finding[]): PlantedFault => ({
  sql: ({ paidId }) => `UPDATE payments SET ${set} WHERE id = '${paidId}'`,
  finds: ({ paidId }) => finds(paidId),
});

const refund = (set: string, finds: (scene: Scene) => Finding[]): PlantedFault => ({
  sql: ({ refundId, failedId }) => `UPDATE refunds SET ${set.replace("FAILED", failedId)} WHERE id = '${refundId}'`,
  finds,
});

/** The pieces of the order are back, by its events, and the rows say that they are not. */
const heldAgain = ({ coffee, filter }: Scene): Finding[] => [
  ["STOCK_HELD", `product ${coffee}`, 0, 2, [1, 5]],
  ["STOCK_HELD", `product ${filter}`, 0, 1, [1, 5]],
];

const later = minute(59);

/** A fault of each kind that an audit knows, in the order of the kinds. */
export const plantedFaults: Readonly<Record<string, PlantedFault>> = {
  "an event is gone": {
    sql: ({ id }) => `UPDATE order_events SET seq = 9 WHERE order_id = ${id} AND seq = 5`,
    finds: () => [
      ["EVENT_MISSING", "event 9", 5, 9, [9]],
      ["ORDER_VERSION", null, 9, 5, [9]],
    ],
  },
  "a second payment after the first": {
    sql: ({ id }) =>
      `INSERT INTO order_events (order_id, seq, command_id, command, type, actor_role, actor_id, at, fingerprint, payment_id)
       VALUES (${id}, 6, 'planted ${id}', 'pay', 'order.paid', 'system', 'system', '${minute(4)}', '', 'pay_planted')`,
    finds: () => [
      ["EVENT_OUT_OF_PLACE", "event 6", "PENDING", "PAID", [6]],
      ["ORDER_VERSION", null, 6, 5, [6]],
    ],
  },
  "an event that keeps nothing": {
    sql: ({ id }) => `UPDATE order_events SET data = '{}' WHERE order_id = ${id} AND seq = 1`,
    finds: () => [["EVENT_UNREADABLE", "event 1", "what order.created keeps", "{}", [1]]],
  },
  "an order is gone": {
    sql: ({ id }) => `PRAGMA foreign_keys = OFF; DELETE FROM orders WHERE id = ${id}`,
    finds: () => [["ORDER_MISSING", null, "an order", null, [1]]],
  },
  "an order without events": {
    sql: ({ id }) =>
      `PRAGMA foreign_keys = OFF; DELETE FROM notifications WHERE order_id = ${id}; DELETE FROM order_events WHERE order_id = ${id}`,
    finds: () => [["ORDER_UNEXPLAINED", null, null, "PAID", []]],
  },
  "the version": order("version = 4", ["ORDER_VERSION", null, 5, 4, [5]]),
  "the customer": {
    sql: ({ id }) => `UPDATE orders SET user_id = 'usr_other' WHERE id = ${id}`,
    finds: ({ userId }) => [["ORDER_CUSTOMER", null, userId, "usr_other", [1]]],
  },
  "the status": order("status = 'REFUNDED'", ["ORDER_STATUS", null, "PAID", "REFUNDED", [4]]),
  "the payment method": order("payment_method = 'COD'", ["ORDER_PAYMENT_METHOD", null, "ONLINE", "COD", [1]]),
  "the currency": order("currency = 'USD'", ["ORDER_CURRENCY", null, "INR", "USD", [1]]),
  "the subtotal": order(
    "subtotal_amount = 2501, total_amount = 2251",
    ["ORDER_SUBTOTAL", null, 2_500, 2_501, [1]],
    ["ORDER_TOTAL", null, 2_250, 2_251, [1]],
  ),
  "the discount": order(
    "discount_amount = 249, total_amount = 2251",
    ["ORDER_DISCOUNT", null, 250, 249, [1]],
    ["ORDER_TOTAL", null, 2_250, 2_251, [1]],
  ),
  "the discount code": {
    sql: ({ id }) => `UPDATE orders SET discount_code = NULL WHERE id = ${id}`,
    finds: ({ code }) => [["ORDER_DISCOUNT_CODE", null, code, null, [1]]],
  },
  ...plantedInExtras,
  "what was refunded": order("refunded_amount = 101", ["ORDER_REFUNDED", null, 100, 101, [5]]),
  "what waits to be refunded": order("pending_refund_amount = 7", ["ORDER_PENDING_REFUND", null, 0, 7, [1]]),
  "when it was placed": order(`created_at = '${later}'`, ["ORDER_CREATED_AT", null, minute(0), later, [1]]),
  "when it changed last": order(`updated_at = '${later}'`, ["ORDER_UPDATED_AT", null, minute(4), later, [5]]),
  "until when it can be paid": order("expires_at = NULL", ["ORDER_EXPIRES_AT", null, minute(30), null, [1]]),
  "when it was paid": order(`paid_at = '${later}'`, ["ORDER_PAID_AT", null, minute(3), later, [4]]),
  "when it was cancelled": cancelled(`cancelled_at = '${later}'`, ["ORDER_CANCELLED_AT", null, minute(2), later, [3]]),
  "why it was cancelled": cancelled("cancel_reason = NULL", [
    "ORDER_CANCEL_REASON",
    null,
    "Changed my mind",
    null,
    [3],
  ]),
  "a cancelled order that is open again": {
    scene: "cancelled",
    sql: ({ id }) => `UPDATE orders SET status = 'PENDING', cancelled_at = NULL, cancel_reason = NULL WHERE id = ${id}`,
    finds: ({ coffee }) => [
      ["ORDER_STATUS", null, "CANCELLED", "PENDING", [3]],
      ["ORDER_CANCELLED_AT", null, minute(2), null, [3]],
      ["ORDER_CANCEL_REASON", null, "Changed my mind", null, [3]],
      ["STOCK_HELD", `product ${coffee}`, 0, 2, [1, 3]],
    ],
  },
  "where it is delivered to": recorded("$.shippingAddress.line1", "9 Other Road", [
    "ORDER_SHIPPING_ADDRESS",
    null,
    '{"line1":"1 High Street","city":"Pune","country":"IN"}',
    '{"line1":"9 Other Road","city":"Pune","country":"IN"}',
    [1],
  ]),
  "whom it is invoiced to": {
    sql: ({ id }) => `UPDATE orders SET recorded = json_remove(recorded, '$.billingAddress') WHERE id = ${id}`,
    finds: () => [["ORDER_BILLING_ADDRESS", null, '{"line1":"2 High Street","city":"Pune","country":"IN"}', null, [1]]],
  },
  "where its messages go": recorded("$.contact.SMS", "+919822222222", [
    "ORDER_CONTACT",
    null,
    '{"EMAIL":"gift@example.com"}',
    '{"EMAIL":"gift@example.com","SMS":"+919822222222"}',
    [1],
  ]),
  "its metadata": recorded("$.metadata.table", "8", ["ORDER_METADATA", null, '{"table":"7"}', '{"table":"8"}', [1]]),
  "its reference": {
    sql: ({ id }) => `UPDATE orders SET recorded = json_set(recorded, '$.reference', 'other ' || id) WHERE id = ${id}`,
    finds: ({ id, code }) => [["ORDER_REFERENCE", null, `SO ${code}`, `other ${id}`, [1]]],
  },
  "where it leads back to": recorded("$.returnUrl", "x:", ["ORDER_RETURN_URL", null, returnUrl, "x:", [1]]),
  "a paid order without an invoice number": order("invoice_number = NULL", ["ORDER_INVOICED", null, true, false, [4]]),
  "an invoice number that is left out": {
    sql: ({ id }) => `UPDATE orders SET invoice_number = invoice_number + 1 WHERE id = ${id}`,
    finds: ({ invoice }) => [["INVOICE_BEFORE", null, invoice, invoice - 1, [4]]],
  },
  "an invoice number of a cancelled order": cancelled("invoice_number = (SELECT max(invoice_number) + 1 FROM orders)", [
    "ORDER_INVOICED",
    null,
    false,
    true,
    [1],
  ]),
  "a line is gone": {
    sql: ({ id }) => `DELETE FROM order_items WHERE order_id = ${id} AND position = 1`,
    finds: () => [["ITEM_MISSING", "item 2", "Filter", null, [1]]],
  },
  "a line that nobody ordered": {
    sql: ({ id }) =>
      `INSERT INTO order_items SELECT order_id, 2, product_id, sku, 'Gift', 1, 0, 0, 0 FROM order_items
       WHERE order_id = ${id} AND position = 0`,
    finds: () => [["ITEM_UNEXPLAINED", "item 3", null, "Gift", [1]]],
  },
  "the product of a line": firstItem("product_id = FILTER", ({ coffee, filter }) => [
    ["ITEM_PRODUCT", "item 1", coffee, filter, [1]],
  ]),
  "the SKU of a line": {
    sql: ({ id }) => `UPDATE order_items SET name = sku, sku = 'OTHER' WHERE order_id = ${id} AND position = 0`,
    finds: ({ sku }) => [
      ["ITEM_SKU", "item 1", sku, "OTHER", [1]],
      ["ITEM_NAME", "item 1", "Coffee", sku, [1]],
    ],
  },
  "the name of a line": firstItem("name = 'Tea'", () => [["ITEM_NAME", "item 1", "Coffee", "Tea", [1]]]),
  "the quantity of a line": firstItem("quantity = 3, total_amount = 2800", () => [
    ["ITEM_QUANTITY", "item 1", 2, 3, [1]],
    ["ITEM_TOTAL", "item 1", 1_800, 2_800, [1]],
  ]),
  "the unit price of a line": firstItem("unit_price = 1001, total_amount = 1802", () => [
    ["ITEM_UNIT_PRICE", "item 1", 1_000, 1_001, [1]],
    ["ITEM_TOTAL", "item 1", 1_800, 1_802, [1]],
  ]),
  "the discount of a line": firstItem("discount_amount = 199, total_amount = 1801", () => [
    ["ITEM_DISCOUNT", "item 1", 200, 199, [1]],
    ["ITEM_TOTAL", "item 1", 1_800, 1_801, [1]],
  ]),
  "an attempt is gone": {
    sql: ({ failedId }) => `DELETE FROM payments WHERE id = '${failedId}'`,
    finds: ({ failedId }) => [["PAYMENT_MISSING", failedId, "FAILED", null, [2]]],
  },
  "an attempt that nobody made": {
    sql: ({ id, failedId }) =>
      `INSERT INTO payments (id, order_id, amount, status, method, source, decline_code, created_at, settled_at)
       SELECT 'pay_planted_${id}', order_id, amount, status, method, source, decline_code, created_at, settled_at
       FROM payments WHERE id = '${failedId}'`,
    finds: ({ id }) => [["PAYMENT_UNEXPLAINED", `pay_planted_${id}`, null, "FAILED", []]],
  },
  "the amount of an attempt": paid("amount = 1", (id) => [["PAYMENT_AMOUNT", id, 2_250, 1, [1]]]),
  "the status of an attempt": paid("status = 'FAILED', decline_code = 'lost_card'", (id) => [
    ["PAYMENT_STATUS", id, "SUCCEEDED", "FAILED", [4]],
    ["PAYMENT_DECLINE_CODE", id, null, "lost_card", [4]],
  ]),
  "the method of an attempt": paid("method = 'COD'", (id) => [["PAYMENT_METHOD", id, "ONLINE", "COD", [1]]]),
  "when an attempt began": paid(`created_at = '${later}'`, (id) => [["PAYMENT_CREATED_AT", id, minute(2), later, [3]]]),
  "when an attempt ended": paid(`settled_at = '${later}'`, (id) => [["PAYMENT_SETTLED_AT", id, minute(3), later, [4]]]),
  "the attempt that a cancellation closed": {
    scene: "cancelled",
    sql: ({ failedId }) => `UPDATE payments SET decline_code = 'lost_card' WHERE id = '${failedId}'`,
    finds: ({ failedId }) => [["PAYMENT_DECLINE_CODE", failedId, "cancelled", "lost_card", [3]]],
  },
  "a refund is gone": {
    sql: ({ refundId }) => `DELETE FROM refunds WHERE id = '${refundId}'`,
    finds: (scene) => [["REFUND_MISSING", scene.refundId, 100, null, [5]], ...heldAgain(scene)],
  },
  "a refund that nobody made": {
    sql: ({ id, refundId }) =>
      `INSERT INTO refunds (id, order_id, payment_id, amount, status, restocked, created_at, settled_at)
       SELECT 'ref_planted_${id}', order_id, payment_id, 7, status, 0, created_at, settled_at FROM refunds WHERE id = '${refundId}'`,
    finds: ({ id }) => [["REFUND_UNEXPLAINED", `ref_planted_${id}`, null, 7, []]],
  },
  "the payment of a refund": refund("payment_id = 'FAILED'", ({ refundId, paidId, failedId }) => [
    ["REFUND_PAYMENT", refundId, paidId, failedId, [5]],
  ]),
  "the amount of a refund": refund("amount = 99", ({ refundId }) => [["REFUND_AMOUNT", refundId, 100, 99, [5]]]),
  "the status of a refund": refund(
    `status = 'PENDING', settled_at = NULL, next_attempt_at = '${later}'`,
    ({ refundId }) => [["REFUND_STATUS", refundId, "SUCCEEDED", "PENDING", [5]]],
  ),
  "a refund that was dropped": refund(
    "status = 'DROPPED', settled_at = NULL, failure_reason = 'No'",
    ({ refundId }) => [
      ["REFUND_STATUS", refundId, "SUCCEEDED", "DROPPED", [5]],
      ["REFUND_FAILURE_REASON", refundId, null, "No", [5]],
    ],
  ),
  "the reason of a refund": refund("reason = 'Lost'", ({ refundId }) => [
    ["REFUND_REASON", refundId, "Broken", "Lost", [5]],
  ]),
  "whether a refund put items back": refund("restocked = FALSE", (scene) => [
    ["REFUND_RESTOCKED", scene.refundId, true, false, [5]],
    ...heldAgain(scene),
  ]),
  "when a refund was made": refund(`created_at = '${later}'`, ({ refundId }) => [
    ["REFUND_CREATED_AT", refundId, minute(4), later, [5]],
  ]),
  "a movement of stock is gone": {
    sql: ({ id, filter }) =>
      `DELETE FROM stock_movements WHERE order_id = ${id} AND product_id = ${filter} AND change > 0`,
    finds: ({ filter }) => [
      ["STOCK_MOVED", `product ${filter}`, 0, 1, [1, 5]],
      ["STOCK_MOVED", null, 0, 1, [1, 5]],
    ],
  },
  "a movement of stock by too much": {
    sql: ({ id, coffee }) =>
      `UPDATE stock_movements SET change = 3 WHERE order_id = ${id} AND product_id = ${coffee} AND change > 0`,
    finds: ({ coffee }) => [
      ["STOCK_MOVED", `product ${coffee}`, 0, -1, [1, 5]],
      ["STOCK_MOVED", null, 0, -1, [1, 5]],
      ["STOCK_MOVEMENT", `a movement of product ${coffee}`, 11, 10, []],
    ],
  },
  "the stock of a product": {
    sql: ({ coffee }) => `UPDATE products SET stock = 99 WHERE id = ${coffee}`,
    finds: ({ coffee }) => [["PRODUCT_STOCK", `product ${coffee}`, 9, 99, []]],
  },
  "the uses of a discount code": {
    sql: ({ code }) => `UPDATE discounts SET uses = 3 WHERE code = '${code}'`,
    finds: ({ code }) => [["DISCOUNT_USES", code, 1, 3, [1]]],
  },
  "the uses of a code by a customer": {
    sql: ({ code }) => `UPDATE discount_uses SET uses = 0 WHERE code = '${code}'`,
    finds: ({ code, userId }) => [["DISCOUNT_USES_BY_CUSTOMER", `${code} by ${userId}`, 1, 0, [1]]],
  },
  "uses of a customer who ordered nothing": {
    sql: ({ code }) => `INSERT INTO discount_uses (code, user_id, uses) VALUES ('${code}', 'usr_other', 2)`,
    finds: ({ code }) => [["DISCOUNT_USES_BY_CUSTOMER", `${code} by usr_other`, 0, 2, []]],
  },
  "uses that a cancellation gave back": {
    scene: "cancelled",
    sql: ({ code }) => `UPDATE discounts SET uses = 1 WHERE code = '${code}'`,
    finds: ({ code }) => [["DISCOUNT_USES", code, 0, 1, [1]]],
  },
};
