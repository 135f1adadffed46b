import type { RefusalCode, Role } from "@till/contracts";
import { type TillClient, createTillClient, isRefusal } from "@till/client";
import { describeSource, formatMoney } from "@till/domain";

const url = `http://localhost:${process.env["PORT"] ?? 8787}`;

/** A signed-in person of the demo shop with this role. */
async function signIn(role: Role): Promise<TillClient> {
  const { users } = await createTillClient({ url }).sandbox.users.query();
  const user = users.find((person) => person.role === role);
  if (!user) throw new Error(`The sandbox has no demo ${role}. Run the seed first.`);
  const { token } = await createTillClient({ url }).sandbox.signIn.mutate({ userId: user.id });
  console.log(`Signed in as ${user.name} <${user.email}>, ${role}.`);
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
  console.log(`Till at ${url}`);
  const till = await signIn("customer");
  const staff = await signIn("staff");
  await aPayment(till);
  await aDeclinedCard(till);
  await aDiscount(till);
  await threeDSecureAndRefund(till, staff);
  await cashOnDelivery(till, staff);
  await aCancelledOrder(till);
  console.log("\nThe emails and text messages of these orders are in the log of the running Till.");
}

async function aPayment(till: TillClient) {
  console.log("\nA payment");
  const { id } = await placeOrder(till, "ONLINE", 2);
  const { order, payment } = await till.orders.pay.mutate({ id });
  console.log(`Paid with ${describeSource(payment.source)} → order #${id} is ${order.status}.`);
  await refused("Paying it again", "ORDER_NOT_PENDING", till.orders.pay.mutate({ id }));
}

async function aDeclinedCard(till: TillClient) {
  console.log("\nA declined card, then a UPI payment");
  const { id } = await placeOrder(till, "ONLINE", 1);
  const card = { number: "4000 0000 0000 9995", expMonth: 12, expYear: 2040, cvc: "123" };
  const declined = till.orders.pay.mutate({ id, source: { card } });
  await refused(`Paying with ${card.number}`, "PAYMENT_DECLINED", declined);
  const { order, payment } = await till.orders.pay.mutate({ id, source: { upi: "success@razorpay" } });
  const attempts = order.payments.length;
  console.log(`Paid with ${describeSource(payment.source)} → order #${id} is ${order.status}, attempt ${attempts}.`);
}

async function aDiscount(till: TillClient) {
  console.log("\nA discount");
  const basket = { items: [{ productId: 9, quantity: 5 }], discountCode: "flat250" };
  const quote = await till.orders.quote.query(basket);
  const { id, totalAmount, currency } = await till.orders.create.mutate({ ...basket, paymentMethod: "ONLINE" });
  const [subtotal, discount, total] = [quote.subtotalAmount, quote.discountAmount, totalAmount].map((amount) =>
    formatMoney(amount, currency),
  );
  console.log(`Quoted ${subtotal} less ${discount} with ${quote.discountCode} → order #${id} comes to ${total}.`);
  await till.orders.cancel.mutate({ id });
  for (const { text } of await till.orders.timeline.query({ id })) console.log(`  ${text}`);
}

async function threeDSecureAndRefund(till: TillClient, staff: TillClient) {
  console.log("\n3-D Secure, and a refund");
  const { id } = await placeOrder(till, "ONLINE", 1);
  const { payment } = await till.orders.pay.mutate({ id, source: { token: "pm_card_threeDSecure2Required" } });
  console.log(`Paying → ${payment.status}. The customer confirms at ${payment.nextAction?.url}`);
  await refused("Paying meanwhile", "PAYMENT_IN_PROGRESS", till.orders.pay.mutate({ id }));
  const { order } = await till.orders.confirm.mutate({ id, paymentId: payment.id, outcome: "COMPLETE" });
  console.log(`Confirmed → order #${id} is ${order.status}. Receipt: ${order.receiptUrl}`);
  const { refund, order: after } = await staff.orders.refund.mutate({ id, amount: 10_000 });
  const [given, left] = [refund.amount, after.totalAmount - after.refundedAmount].map((amount) =>
    formatMoney(amount, after.currency),
  );
  console.log(`Refunded ${given} → order #${id} is ${after.status}, with ${left} left to refund.`);
}

async function cashOnDelivery(till: TillClient, staff: TillClient) {
  console.log("\nCash on delivery");
  const { id } = await placeOrder(till, "COD", 1);
  await refused("Paying it online", "WRONG_PAYMENT_METHOD", till.orders.pay.mutate({ id }));
  const { order, payment } = await staff.orders.collect.mutate({ id });
  console.log(`Collected ${formatMoney(payment.amount, order.currency)} in cash → order #${id} is ${order.status}.`);
}

async function aCancelledOrder(till: TillClient) {
  console.log("\nA cancelled order");
  const { id } = await placeOrder(till, "COD", 1);
  const cancelled = await till.orders.cancel.mutate({ id, reason: "Changed my mind" });
  console.log(`Cancelled → order #${id} is ${cancelled.status}: ${cancelled.cancelReason}.`);
  await refused("Cancelling it again", "ORDER_NOT_PENDING", till.orders.cancel.mutate({ id }));
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
