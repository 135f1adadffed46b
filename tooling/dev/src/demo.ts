import type { RefusalCode } from "@till/contracts";
import { type TillClient, createTillClient, isRefusal } from "@till/client";
import { describeSource, formatMoney } from "@till/domain";

const url = `http://localhost:${process.env["PORT"] ?? 8787}`;

/** A customer of the demo shop, signed in. */
async function signIn(): Promise<TillClient> {
  const { users } = await createTillClient({ url }).sandbox.users.query();
  const customer = users.find(({ role }) => role === "customer");
  if (!customer) throw new Error("The sandbox has no demo customer. Run the seed first.");
  const { token } = await createTillClient({ url }).sandbox.signIn.mutate({ userId: customer.id });
  console.log(`Signed in as ${customer.name} <${customer.email}>.`);
  return createTillClient({ url, token });
}

/** Places an order for the first products of the catalogue that are in stock. */
async function placeOrder(till: TillClient, paymentMethod: "ONLINE" | "COD", count: number) {
  const { items } = await till.products.list.query({});
  const inStock = items.filter(({ stock }) => stock === null || stock > 10).slice(0, count);
  const order = await till.orders.create.mutate({
    items: inStock.map(({ id }) => ({ productId: id, quantity: 1 })),
    paymentMethod,
  });
  const lines = order.items.map(({ quantity, name }) => `${quantity} × ${name}`).join(" + ");
  console.log(
    `Order #${order.id}: ${lines}. ${formatMoney(order.totalAmount, order.currency)}, ${paymentMethod}, ${order.status}.`,
  );
  return order;
}

/** Does what Till is to refuse, and says how it did. */
async function refused(what: string, code: RefusalCode, call: Promise<unknown>) {
  try {
    await call;
  } catch (error) {
    if (!isRefusal(error, code)) throw error;
    console.log(`${what} → ${code}: ${error.message}`);
    return;
  }
  throw new Error(`${what} was to be refused with ${code}, but it was done.`);
}

async function demo() {
  console.log(`Till at ${url}\n\nA payment`);
  const till = await signIn();
  const paid = await placeOrder(till, "ONLINE", 2);
  const { order, payment } = await till.orders.pay.mutate({ id: paid.id });
  console.log(`Paid with ${describeSource(payment.source)} → order #${order.id} is ${order.status}.`);
  await refused("Paying it again", "ORDER_NOT_PENDING", till.orders.pay.mutate({ id: paid.id }));

  console.log("\nA declined card, then a good one");
  const declined = await placeOrder(till, "ONLINE", 1);
  const source = { card: { number: "4000 0000 0000 9995", expMonth: 12, expYear: 2040, cvc: "123" } };
  await refused(
    "Paying with 4000 0000 0000 9995",
    "PAYMENT_DECLINED",
    till.orders.pay.mutate({ id: declined.id, source }),
  );
  const second = await till.orders.pay.mutate({ id: declined.id, source: { upi: "success@razorpay" } });
  console.log(
    `Paid with ${describeSource(second.payment.source)} → order #${declined.id} is ${second.order.status}, attempt ${second.order.payments.length}.`,
  );

  console.log("\nA discount");
  const basket = { items: [{ productId: 10, quantity: 2 }], discountCode: "flat250" };
  const quote = await till.orders.quote.query(basket);
  const discounted = await till.orders.create.mutate({ ...basket, paymentMethod: "ONLINE" });
  console.log(
    `Quoted ${formatMoney(quote.subtotalAmount, "INR")} less ${formatMoney(quote.discountAmount, "INR")} with ${quote.discountCode} → order #${discounted.id} comes to ${formatMoney(discounted.totalAmount, discounted.currency)}.`,
  );
  await till.orders.cancel.mutate({ id: discounted.id });
  for (const { text } of await till.orders.timeline.query({ id: discounted.id })) console.log(`  ${text}`);

  console.log("\nA cancelled order");
  const cod = await placeOrder(till, "COD", 1);
  await refused("Paying it online", "WRONG_PAYMENT_METHOD", till.orders.pay.mutate({ id: cod.id }));
  const cancelled = await till.orders.cancel.mutate({ id: cod.id, reason: "Changed my mind" });
  console.log(`Cancelled → order #${cancelled.id} is ${cancelled.status}: ${cancelled.cancelReason}.`);
  await refused("Cancelling it again", "ORDER_NOT_PENDING", till.orders.cancel.mutate({ id: cod.id }));

  console.log("\nThe emails and text messages of these orders are in the log of the running Till.");
}

try {
  await demo();
} catch (error) {
  if (!isUnreachable(error)) throw error;
  console.error(`No Till answers at ${url}. Start one with: npx pnpm@10 dev`);
  process.exitCode = 1;
}

/** Nobody answered at all: the error of a call that never reached Till has no answer in it. */
function isUnreachable(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof TypeError;
}
