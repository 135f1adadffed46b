import { type TillClient, isRefusal } from "@till/client";

/** What a checkout ends with. */
export type Checkout =
  | { outcome: "paid"; orderId: number }
  | { outcome: "confirm"; orderId: number; url: string }
  | { outcome: "declined"; orderId: number; message: string }
  | { outcome: "sold out"; message: string };

/** Orders a product and pays it. `source` is what the customer pays with. */
export async function checkout(
  till: TillClient,
  productId: number,
  quantity: number,
  source: { token: string },
): Promise<Checkout> {
  const created = await till.orders.create
    .mutate({ items: [{ productId, quantity }], paymentMethod: "ONLINE" })
    .catch((error: unknown) => {
      if (isRefusal(error, "OUT_OF_STOCK")) return error;
      throw error;
    });
  if (created instanceof Error) return { outcome: "sold out", message: created.message };
  const orderId = created.id;
  try {
    const { payment } = await till.orders.pay.mutate({ id: orderId, source });
    if (payment.nextAction) return { outcome: "confirm", orderId, url: payment.nextAction.url };
    return { outcome: "paid", orderId };
  } catch (error) {
    if (!isRefusal(error, "PAYMENT_DECLINED")) throw error;
    return { outcome: "declined", orderId, message: error.message };
  }
}
