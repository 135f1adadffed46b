import type { CreateOrderInput } from "@till/contracts";
import { type Till, somebody } from "./till.ts";

/** Where 3-D Secure leads back to. */
export const returnUrl = "http://localhost:3000/thanks";

const begin = Date.parse("2026-05-01T12:00:00.000Z");

/** The time so many minutes after the first event of a scene. */
export const minute = (minutes: number): string => new Date(begin + minutes * 60_000).toISOString();

/**
 * An order of two lines and a discount, with all that a shop can record: placed, declined, paid with 3-D Secure, refunded in part with its items put
 * back. Its events have the numbers 1 to 5, a minute apart.
 */
export async function refundedScene(till: Till) {
  const at = (minutes: number) => void (till.world.time = new Date(minute(minutes)));
  at(0);
  const user = somebody();
  const api = till.as(user);
  const [coffee, filter] = [
    await till.addProduct({ unitPrice: 1_000, stock: 10, name: "Coffee" }),
    await till.addProduct({ unitPrice: 500, stock: 10, name: "Filter" }),
  ];
  const code = await till.addDiscount({ kind: "FIXED", value: 250 });
  const lines = [
    { productId: coffee, quantity: 2 },
    { productId: filter, quantity: 1 },
  ];
  const recorded = {
    shippingAddress: { line1: "1 High Street", city: "Pune", country: "IN" },
    billingAddress: { line1: "2 High Street", city: "Pune", country: "IN" },
    contact: { email: "gift@example.com" },
    metadata: { table: "7" },
    reference: `SO ${code}`,
    extras: [{ type: "TAX", name: "GST", amount: 300, included: true, rate: 1_800 }],
    returnUrl,
  } satisfies Partial<CreateOrderInput>;
  const basket = { items: lines, discountCode: code, ...recorded };
  const { id } = await api.orders.create.mutate({ ...basket, paymentMethod: "ONLINE" });
  at(1);
  await api.orders.pay.mutate({ id, source: { token: "pm_card_visa_chargeDeclined" } }).catch(() => undefined);
  at(2);
  const waiting = await api.orders.pay.mutate({ id, source: { token: "pm_card_threeDSecure2Required" } });
  at(3);
  await api.orders.confirm.mutate({ id, paymentId: waiting.payment.id, outcome: "COMPLETE" });
  at(4);
  const refund = { id, amount: 100, reason: "Broken", restock: true };
  const { order } = await till.as(somebody("staff")).orders.refund.mutate(refund);
  const [failed, paid] = order.payments;
  return {
    id,
    userId: user.id,
    coffee,
    sku: order.items[0]?.sku ?? "",
    filter,
    code,
    failedId: failed?.id ?? "",
    paidId: paid?.id ?? "",
    refundId: order.refunds[0]?.id ?? "",
    invoice: order.invoiceNumber ?? 0,
  };
}
export type Scene = Awaited<ReturnType<typeof refundedScene>>;

/** An order that was cancelled while an attempt waited for its customer. Its events have the numbers 1 to 3. */
export async function cancelledScene(till: Till): Promise<Scene> {
  const at = (minutes: number) => void (till.world.time = new Date(minute(minutes)));
  at(0);
  const user = somebody();
  const api = till.as(user);
  const coffee = await till.addProduct({ unitPrice: 1_000, stock: 10, name: "Coffee" });
  const code = await till.addDiscount({ kind: "FIXED", value: 250 });
  const basket = { items: [{ productId: coffee, quantity: 2 }], discountCode: code };
  const { id } = await api.orders.create.mutate({ ...basket, paymentMethod: "ONLINE" });
  at(1);
  const { payment } = await api.orders.pay.mutate({ id, source: { token: "pm_card_threeDSecure2Required" } });
  at(2);
  await api.orders.cancel.mutate({ id, reason: "Changed my mind" });
  return {
    id,
    userId: user.id,
    coffee,
    sku: "",
    filter: 0,
    code,
    failedId: payment.id,
    paidId: "",
    refundId: "",
    invoice: 0,
  };
}
