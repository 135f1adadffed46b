import type { OrderStatus, PaymentMethod } from "@till/contracts";

/** An order as the rules see it. Amounts in minor units. */
export interface ModelOrder {
  id: number;
  paymentMethod: PaymentMethod;
  product: number;
  quantity: number;
  discounted: boolean;
  total: number;
  status: OrderStatus;
  expiresAtMinute: number;
  attempts: number;
  /** The attempt that is open: its id, and when it settles by itself, and how. */
  open:
    | { paymentId: string; kind: "waits" }
    | { paymentId: string; kind: "processing"; sinceMinute: number; succeeds: boolean }
    | null;
  refunded: number;
  /** Whether the gateway refuses each refund of the order once. */
  refusesRefunds: boolean;
  /** The refunds that the gateway has refused. */
  failedRefunds: { id: string; amount: number }[];
  restocked: boolean;
  /** How many messages there are on each channel. */
  messages: number;
  /** The minutes of the messages that tell of a decline: three within an hour, and no more. */
  declinesTold: number[];
}

export type PayWith =
  | "good card"
  | "card whose refunds are refused"
  | "bad card"
  | "3-D Secure"
  | "processing"
  | "processing that fails";

/**
 * The rules of orders in plain words: what a shop with two products, one discount code and one customer looks like
 * after each command. It shares no code with Till.
 */
export class Model {
  minute = 0;
  orders: ModelOrder[] = [];
  stock: number[];
  discountUses = 0;
  readonly maxDiscountUses: number;

  constructor(stock: readonly number[], maxDiscountUses: number) {
    this.stock = [...stock];
    this.maxDiscountUses = maxDiscountUses;
  }

  /** The refusal of an order of this basket, or null if it can be placed. */
  refusesToCreate(product: number, quantity: number, discounted: boolean): string | null {
    if ((this.stock[product] ?? 0) < quantity) return "OUT_OF_STOCK";
    if (discounted && this.discountUses >= this.maxDiscountUses) return "DISCOUNT_INVALID";
    return null;
  }

  create(order: Pick<ModelOrder, "id" | "paymentMethod" | "product" | "quantity" | "discounted" | "total">) {
    this.stock[order.product] = (this.stock[order.product] ?? 0) - order.quantity;
    if (order.discounted) this.discountUses += 1;
    this.orders.push({
      ...order,
      status: "PENDING",
      expiresAtMinute: this.minute + (order.paymentMethod === "ONLINE" ? 30 : 7 * 24 * 60),
      attempts: 0,
      open: null,
      refunded: 0,
      refusesRefunds: false,
      failedRefunds: [],
      restocked: false,
      // An ONLINE order is confirmed when it is paid.
      messages: order.paymentMethod === "COD" ? 1 : 0,
      declinesTold: [],
    });
  }

  refusesToPay(order: ModelOrder): string | null {
    if (order.status !== "PENDING") return "ORDER_NOT_PENDING";
    if (order.paymentMethod === "COD") return "WRONG_PAYMENT_METHOD";
    if (order.open) return "PAYMENT_IN_PROGRESS";
    return this.isOver(order) ? "ORDER_NOT_PENDING" : null;
  }

  pay(order: ModelOrder, source: PayWith, paymentId: string) {
    order.attempts += 1;
    if (source === "good card" || source === "card whose refunds are refused") this.paid(order);
    order.refusesRefunds = source === "card whose refunds are refused";
    if (source === "bad card") this.declined(order);
    if (source === "3-D Secure") order.open = { paymentId, kind: "waits" };
    if (source === "processing" || source === "processing that fails")
      order.open = { paymentId, kind: "processing", sinceMinute: this.minute, succeeds: source === "processing" };
  }

  refusesToConfirm(order: ModelOrder): string | null {
    if (order.status !== "PENDING") return "ORDER_NOT_PENDING";
    if (order.paymentMethod === "COD") return "WRONG_PAYMENT_METHOD";
    return order.open?.kind === "waits" ? null : "PAYMENT_NOT_OPEN";
  }

  confirm(order: ModelOrder, completes: boolean) {
    order.open = null;
    if (completes) this.paid(order);
    else this.declined(order);
  }

  refusesToCollect(order: ModelOrder): string | null {
    if (order.status !== "PENDING") return "ORDER_NOT_PENDING";
    return order.paymentMethod === "COD" ? null : "WRONG_PAYMENT_METHOD";
  }

  collect(order: ModelOrder) {
    order.attempts += 1;
    this.paid(order);
  }

  refusesToCancel(order: ModelOrder): string | null {
    if (order.status !== "PENDING") return "ORDER_NOT_PENDING";
    return order.open?.kind === "processing" ? "PAYMENT_IN_PROGRESS" : null;
  }

  cancel(order: ModelOrder) {
    order.status = "CANCELLED";
    order.open = null;
    order.messages += 1;
    this.giveBack(order);
    if (order.discounted) this.discountUses -= 1;
  }

  /** `amount` null is all that is left. */
  refusesToRefund(order: ModelOrder, amount: number | null): string | null {
    if (order.status !== "PAID") return "ORDER_NOT_REFUNDABLE";
    const left = order.total - order.refunded;
    return (amount ?? left) > left || left === 0 ? "REFUND_EXCEEDS_BALANCE" : null;
  }

  refund(order: ModelOrder, asked: number | null, restock: boolean, id: string) {
    const amount = asked ?? order.total - order.refunded;
    if (order.refusesRefunds) order.failedRefunds.push({ id, amount });
    else this.giveMoneyBack(order, amount);
    if (restock && !order.restocked) this.giveBack(order);
    order.restocked ||= restock;
  }

  refusesToRetryRefund(order: ModelOrder): string | null {
    const [failed] = order.failedRefunds;
    if (!failed) return "REFUND_NOT_FAILED";
    return failed.amount > order.total - order.refunded ? "REFUND_EXCEEDS_BALANCE" : null;
  }

  retryRefund(order: ModelOrder) {
    this.giveMoneyBack(order, order.failedRefunds.shift()?.amount ?? 0);
  }

  dropRefund(order: ModelOrder) {
    order.failedRefunds.shift();
  }

  private giveMoneyBack(order: ModelOrder, amount: number) {
    order.refunded += amount;
    if (order.refunded === order.total) order.status = "REFUNDED";
    order.messages += 1;
  }

  /** The sweep: attempts that have had their time settle, then whatever is not paid in time is cancelled. */
  sweep() {
    for (const order of this.orders) {
      if (order.open?.kind === "processing" && order.open.sinceMinute < this.minute) {
        const { succeeds } = order.open;
        order.open = null;
        if (succeeds) this.paid(order);
        else this.declined(order);
      }
      if (order.status === "PENDING" && this.isOver(order) && order.open?.kind !== "processing") this.cancel(order);
    }
  }

  private paid(order: ModelOrder) {
    order.status = "PAID";
    order.messages += 1;
  }

  private declined(order: ModelOrder) {
    if (order.declinesTold.filter((minute) => minute > this.minute - 60).length === 3) return;
    order.declinesTold.push(this.minute);
    order.messages += 1;
  }

  private giveBack({ product, quantity }: ModelOrder) {
    this.stock[product] = (this.stock[product] ?? 0) + quantity;
  }

  private isOver(order: ModelOrder) {
    return order.expiresAtMinute <= this.minute;
  }
}
