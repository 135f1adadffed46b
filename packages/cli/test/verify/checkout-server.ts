import { json } from "node:stream/consumers";
import { type TillClient, createTillClient, isRefusal } from "@till/client";
import type { Press, Told } from "../../src/verify/checkout/shop.ts";
import { serve } from "./serve.ts";

/** One purchase at the shop. */
export interface Purchase extends Press {
  /** A client with retries and idempotency keys. */
  readonly client: TillClient;
  /** Sends one request to Till, as a shop does that has no client. Throws if there is no answer. */
  readonly post: (
    path: string,
    body: object,
    key?: string,
  ) => Promise<{ status: number; body: Record<string, unknown> }>;
  /** What the shop wrote down of this checkout. */
  readonly notes: { orderId?: number; told?: Told };
}

const basket = { items: [{ productId: 1, quantity: 1 }], paymentMethod: "ONLINE" as const };

/** The parts of a shop that sells well. Each planted bug replaces one of them. */
export const correctShop = {
  place: async ({ client, checkout }: Purchase): Promise<number> =>
    (await client.orders.create.mutate({ ...basket, idempotencyKey: `${checkout}-order` })).id,
  async pay({ client, checkout, source }: Purchase, id: number): Promise<Told> {
    try {
      const { payment } = await client.orders.pay.mutate({ id, source, idempotencyKey: `${checkout}-payment` });
      return { orderId: id, outcome: payment.status === "REQUIRES_ACTION" ? "confirm" : "paid" };
    } catch (error) {
      if (isRefusal(error, "PAYMENT_DECLINED")) return { orderId: id, outcome: "declined" };
      throw error;
    }
  },
  async page({ client, notes }: Purchase): Promise<Told | null> {
    const { orderId = 0 } = notes;
    const { status, payments } = await client.orders.get.query({ id: orderId });
    const isOpen = payments.some((payment) => payment.status === "REQUIRES_ACTION");
    const outcomes = {
      PAID: "paid",
      REFUNDED: "paid",
      CANCELLED: "cancelled",
      PENDING: isOpen ? "confirm" : "declined",
    } as const;
    return { orderId, outcome: outcomes[status] };
  },
};
export type ShopParts = typeof correctShop;

/** A shop's server that sells through Till, until the test is over. `send` is its way to Till. */
export async function checkoutServer(send: typeof fetch, bug: Partial<ShopParts> = {}): Promise<URL> {
  const parts = { ...correctShop, ...bug };
  const purchases = new Map<string, Purchase>();
  const purchaseOf = (press: Press): Purchase => {
    const { url, token } = press.till;
    const post: Purchase["post"] = async (path, body, key) => {
      const headers = {
        "content-type": "application/json",
        authorization: `Bearer ${token}`,
        ...(key !== undefined && { "idempotency-key": key }),
      };
      const response = await send(`${url}/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    };
    return { ...press, post, notes: {}, client: createTillClient({ url, token, fetch: send }) };
  };
  const press = async (asked: Press): Promise<Told> => {
    const purchase = purchases.get(asked.checkout) ?? purchaseOf(asked);
    purchases.set(asked.checkout, purchase);
    const { notes } = purchase;
    notes.orderId = await parts.place(purchase);
    return (notes.told = await parts.pay(purchase, notes.orderId));
  };
  const page = async (checkout: string | null) => {
    const purchase = purchases.get(checkout ?? "");
    return purchase ? parts.page(purchase) : null;
  };
  const origin = await serve((request, response) => {
    const checkout = new URL(request.url ?? "", "http://shop").searchParams.get("checkout");
    const told = request.method === "POST" ? json(request).then((asked) => press(asked as Press)) : page(checkout);
    told.then(
      (answer) => response.writeHead(answer === null ? 404 : 200).end(JSON.stringify(answer)),
      () => response.writeHead(500).end(),
    );
  });
  return new URL("/checkout", origin);
}
