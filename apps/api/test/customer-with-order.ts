import { type Till, somebody } from "./till.ts";

/** A customer of their own who has ordered two pieces at ₹50 each, and what a test wants to know of the order. */
export async function customerWithOrder(till: Till, paymentMethod: "ONLINE" | "COD" = "ONLINE") {
  const user = somebody();
  const api = till.as(user);
  const staff = till.as(somebody("staff"));
  const productId = await till.addProduct({ unitPrice: 5_000, stock: 10 });
  const { id } = await api.orders.create.mutate({ items: [{ productId, quantity: 2 }], paymentMethod });
  const pay = (token: string) => api.orders.pay.mutate({ id, source: { token } });
  const get = () => api.orders.get.query({ id });
  const stock = async () => (await till.rows("SELECT stock FROM products WHERE id = ?", productId))[0]?.["stock"];
  const messages = async () =>
    (
      await till.rows(
        "SELECT type FROM notifications JOIN order_events ON event_id = order_events.id WHERE notifications.order_id = ?",
        id,
      )
    ).map(({ type }) => type);
  return { user, api, staff, id, pay, get, stock, messages };
}

/** An order with a refund that the gateway has refused, and takes when staff try it again. */
export async function orderWithFailedRefund(till: Till) {
  const { api, staff, id, pay } = await customerWithOrder(till);
  await pay("sim:succeeded^refund_refused");
  const { refund } = await staff.orders.refund.mutate({ id, amount: 1 });
  await till.settled();
  return { api, staff, id, refundId: refund.id };
}
