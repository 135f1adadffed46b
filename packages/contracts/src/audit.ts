import * as z from "zod";
import { eventTypeSchema } from "./events.ts";
import { limits } from "./limits.ts";
import { decodeCursor, encodeCursor, withoutTill } from "./paging.ts";
import { numericIdSchema, timestampSchema } from "./primitives.ts";

/**
 * What an audit can find, with a sentence for people: a figure of a row that is not what the events say, a row that is
 * missing or that no event explains, or events that can't be read as a story.
 */
export const differenceKinds = {
  EVENT_MISSING: "An event is missing: the numbers of the order's events have a gap.",
  EVENT_OUT_OF_PLACE: "An event can't follow the events before it.",
  EVENT_UNREADABLE: "What an event keeps can't be read.",
  ORDER_MISSING: "Events are about an order that has no row.",
  ORDER_UNEXPLAINED: "No event is about the order.",
  ORDER_VERSION: "The order does not stand at its last event.",
  ORDER_CUSTOMER: "The order belongs to somebody whom its first event does not name.",
  ORDER_STATUS: "The status of the order.",
  ORDER_PAYMENT_METHOD: "How the order is paid.",
  ORDER_CURRENCY: "The currency of the order.",
  ORDER_SUBTOTAL: "The subtotal of the order.",
  ORDER_DISCOUNT: "The discount of the order.",
  ORDER_DISCOUNT_CODE: "The discount code of the order.",
  ORDER_EXTRAS: "The extra lines of the order.",
  ORDER_EXTRA_AMOUNT: "What the extra lines add to the total of the order.",
  ORDER_TOTAL: "The total of the order.",
  ORDER_REFUNDED: "How much of the order was refunded.",
  ORDER_PENDING_REFUND: "How much of the order waits to be refunded.",
  ORDER_CREATED_AT: "When the order was placed.",
  ORDER_UPDATED_AT: "When the order changed last.",
  ORDER_EXPIRES_AT: "Until when the order can be paid.",
  ORDER_PAID_AT: "When the order was paid.",
  ORDER_CANCELLED_AT: "When the order was cancelled.",
  ORDER_CANCEL_REASON: "Why the order was cancelled.",
  ORDER_SHIPPING_ADDRESS: "Where the order is delivered to.",
  ORDER_BILLING_ADDRESS: "Whom the order is invoiced to.",
  ORDER_CONTACT: "Where messages about the order go.",
  ORDER_METADATA: "The metadata of the order.",
  ORDER_REFERENCE: "The shop's own number of the order.",
  ORDER_RETURN_URL: "Where 3-D Secure leads back to.",
  ORDER_INVOICED: "Whether the order has an invoice number.",
  INVOICE_BEFORE: "The invoice number before that of the order: numbers have no gaps.",
  ITEM_MISSING: "A line of the order has no row.",
  ITEM_UNEXPLAINED: "No event is about a line of the order.",
  ITEM_PRODUCT: "The product of a line.",
  ITEM_SKU: "The SKU of a line.",
  ITEM_NAME: "The name of a line.",
  ITEM_QUANTITY: "The quantity of a line.",
  ITEM_UNIT_PRICE: "The unit price of a line.",
  ITEM_DISCOUNT: "The discount of a line.",
  ITEM_TOTAL: "The total of a line.",
  PAYMENT_MISSING: "An attempt to pay has no row.",
  PAYMENT_UNEXPLAINED: "No event is about an attempt to pay.",
  PAYMENT_AMOUNT: "The amount of an attempt to pay.",
  PAYMENT_STATUS: "The status of an attempt to pay.",
  PAYMENT_METHOD: "The method of an attempt to pay.",
  PAYMENT_DECLINE_CODE: "Why an attempt to pay failed.",
  PAYMENT_CREATED_AT: "When an attempt to pay began.",
  PAYMENT_SETTLED_AT: "When an attempt to pay ended.",
  REFUND_MISSING: "A refund has no row.",
  REFUND_UNEXPLAINED: "No event is about a refund.",
  REFUND_PAYMENT: "The payment that a refund gives back.",
  REFUND_AMOUNT: "The amount of a refund.",
  REFUND_STATUS: "The status of a refund.",
  REFUND_REASON: "The reason of a refund.",
  REFUND_FAILURE_REASON: "Why a refund failed.",
  REFUND_RESTOCKED: "Whether a refund put the items back into stock.",
  REFUND_CREATED_AT: "When a refund was made.",
  STOCK_HELD: "How many pieces of a product the order holds.",
  STOCK_MOVED: "How many pieces of counted stock the order holds, by the movements of stock.",
  DISCOUNT_USES: "How many orders use a discount code.",
  DISCOUNT_USES_BY_CUSTOMER: "How many orders of a customer use a discount code.",
  STOCK_MOVEMENT: "What a movement of stock left: not the stock before it and its change.",
  PRODUCT_STOCK: "The stock of a product: not what its last movement left.",
} as const;
export type DifferenceKind = keyof typeof differenceKinds;

const kinds = Object.keys(differenceKinds) as [DifferenceKind, ...DifferenceKind[]];
export const differenceKindSchema = z
  .enum(kinds)
  .meta({ id: "DifferenceKind", description: "The figure that differs from the events." });

/** An event that says what a figure should be. */
export const auditEventSchema = z
  .object({ id: numericIdSchema, orderId: numericIdSchema, seq: z.int(), type: eventTypeSchema, at: timestampSchema })
  .meta({ id: "AuditEvent", description: "An event that says what a figure should be." });
export type AuditEvent = z.output<typeof auditEventSchema>;

const figureSchema = z.union([z.string(), z.int(), z.boolean()]).nullable();

/** A figure that differs from the events. */
export const differenceSchema = z
  .object({
    kind: differenceKindSchema,
    orderId: numericIdSchema.nullable().describe("The order; null for a figure of several orders."),
    subject: z
      .string()
      .nullable()
      .describe(
        "The part of the order: the id of a payment or a refund, `item 1`, `product 7`, a discount code, a movement.",
      ),
    expected: figureSchema.describe("The value that follows from the events."),
    found: figureSchema.describe("The value in the database."),
    events: z
      .array(auditEventSchema)
      .describe(`The events that say so, at most ${limits.auditEvents} of them if there are several orders.`),
  })
  .meta({ id: "AuditDifference", description: "A figure that differs from the events." });
export type Difference = z.output<typeof differenceSchema>;

/** Where an audit continues: behind an order, behind a discount code, or behind a product. */
export type AuditPlace = { readonly orders: number } | { readonly codes: string } | { readonly products: number };

const codesPrefix = "codes_";
const productsPrefix = "products_";

/** Makes the opaque cursor of the next piece of an audit. */
export function encodeAuditCursor(place: AuditPlace): string {
  if ("orders" in place) return encodeCursor(place.orders);
  return "codes" in place ? `${codesPrefix}${place.codes}` : `${productsPrefix}${place.products}`;
}

const productPattern = new RegExp(`^${productsPrefix}(\\d{1,15})$`);

/**
 * The place where a cursor continues, or null if Till never made such a cursor. Without a cursor an audit starts at the
 * beginning.
 */
export function decodeAuditCursor(ofTill: string | undefined): AuditPlace | null {
  if (ofTill === undefined) return { orders: 0 };
  const cursor = withoutTill(ofTill);
  const product = productPattern.exec(cursor)?.[1];
  if (product !== undefined) return { products: Number(product) };
  if (!cursor.startsWith(codesPrefix)) {
    const id = decodeCursor(cursor);
    return id === null ? null : { orders: id };
  }
  const codes = cursor.slice(codesPrefix.length);
  return codes.length <= limits.textIdLength ? { codes } : null;
}

export const runAuditInput = z.strictObject({
  cursor: z
    .string()
    .refine((cursor) => decodeAuditCursor(cursor) !== null, "must be a nextCursor that an audit returned")
    .optional()
    .describe("`nextCursor` of the piece before; without it the audit starts at the beginning."),
});
export type RunAuditInput = z.output<typeof runAuditInput>;

/** One piece of an audit. */
export const auditPieceSchema = z
  .object({
    checked: z.int().nonnegative().describe("How many orders this piece checked."),
    checkedCodes: z.int().nonnegative().describe("How many discount codes this piece checked."),
    checkedProducts: z.int().nonnegative().describe("How many products this piece checked."),
    differences: z.array(differenceSchema),
    nextCursor: z.string().nullable().describe("Send it as `cursor` for the next piece; null at the end."),
  })
  .meta({ id: "AuditPiece", description: "One piece of an audit." });
export type AuditPiece = z.output<typeof auditPieceSchema>;
