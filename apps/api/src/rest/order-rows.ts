import type { Address, Order } from "@till/contracts";
import { addressLines } from "@till/domain";
import type { Exported } from "./exports.ts";

const oneLine = (address: Address | null) => address && addressLines(address).join(", ");

/** Orders as rows: the fields of an order, its customer's, and its lines as one text. */
export const exportedOrders = {
  file: "orders",
  columns: {
    id: ({ id }: Order) => id,
    status: ({ status }: Order) => status,
    paymentMethod: ({ paymentMethod }: Order) => paymentMethod,
    currency: ({ currency }: Order) => currency,
    subtotalAmount: ({ subtotalAmount }: Order) => subtotalAmount,
    discountAmount: ({ discountAmount }: Order) => discountAmount,
    discountCode: ({ discountCode }: Order) => discountCode,
    extraAmount: ({ extraAmount }: Order) => extraAmount,
    totalAmount: ({ totalAmount }: Order) => totalAmount,
    refundedAmount: ({ refundedAmount }: Order) => refundedAmount,
    createdAt: ({ createdAt }: Order) => createdAt,
    invoiceNumber: ({ invoiceNumber }: Order) => invoiceNumber,
    paidAt: ({ paidAt }: Order) => paidAt,
    cancelledAt: ({ cancelledAt }: Order) => cancelledAt,
    cancelReason: ({ cancelReason }: Order) => cancelReason,
    updatedAt: ({ updatedAt }: Order) => updatedAt,
    userId: ({ userId }: Order) => userId,
    customerName: ({ customer }: Order) => customer.name,
    customerEmail: ({ customer }: Order) => customer.email,
    customerPhone: ({ customer }: Order) => customer.phone,
    reference: ({ reference }: Order) => reference,
    contactEmail: ({ contact }: Order) => contact?.email ?? null,
    contactPhone: ({ contact }: Order) => contact?.phone ?? null,
    shippingAddress: ({ shippingAddress }: Order) => oneLine(shippingAddress),
    billingAddress: ({ billingAddress }: Order) => oneLine(billingAddress),
    metadata: ({ metadata }: Order) => (Object.keys(metadata).length === 0 ? null : JSON.stringify(metadata)),
    extras: ({ extras }: Order) => (extras.length === 0 ? null : JSON.stringify(extras)),
    items: ({ items }: Order) => items.map(({ quantity, sku }) => `${quantity} × ${sku}`).join("; "),
  },
} satisfies Exported;
