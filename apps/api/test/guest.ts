import { type Till, somebody } from "./till.ts";

/** The token in the link of a guest. */
export const tokenIn = (link: string | undefined): string => new URL(link ?? "").hash.slice(1);

const ravi = { name: "Ravi Iyer", email: "ravi@example.com", phone: "+919822222222" };

/** An order that staff have placed for a guest, and the guest. */
export async function guestWithOrder(
  till: Till,
  more: { paymentMethod?: "ONLINE" | "COD"; idempotencyKey?: string } = {},
) {
  const staff = till.as(somebody("staff"));
  const productId = await till.addProduct({ unitPrice: 5_000, stock: 10 });
  const items = [{ productId, quantity: 2 }];
  const input = { items, paymentMethod: "ONLINE" as const, customer: ravi, ...more };
  const { guestLink, ...order } = await staff.orders.create.mutate(input);
  const token = tokenIn(guestLink);
  return { staff, input, order, id: order.id, guestLink, token, api: till.withToken(token) };
}

/** The token of a guest of their own. */
export const newGuestToken = async (till: Till): Promise<string> => (await guestWithOrder(till)).token;
