import type { OrderStatus, PaymentMethod } from "@till/contracts";

/** An order as the rules see it. */
export interface ModelOrder {
  id: number;
  paymentMethod: PaymentMethod;
  product: number;
  quantity: number;
  discounted: boolean;
  status: OrderStatus;
  expiresAtMinute: number | null;
  attempts: number;
}

/**
 * The rules of orders in plain words: what a shop with two products, one discount code and one customer would look like
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

  create(order: Pick<ModelOrder, "id" | "paymentMethod" | "product" | "quantity" | "discounted">) {
    this.stock[order.product] = (this.stock[order.product] ?? 0) - order.quantity;
    if (order.discounted) this.discountUses += 1;
    this.orders.push({
      ...order,
      status: "PENDING",
      expiresAtMinute: order.paymentMethod === "ONLINE" ? this.minute + 30 : null,
      attempts: 0,
    });
  }

  refusesToPay(order: ModelOrder): string | null {
    if (order.status !== "PENDING") return "ORDER_NOT_PENDING";
    if (order.paymentMethod === "COD") return "WRONG_PAYMENT_METHOD";
    return this.isOver(order) ? "ORDER_NOT_PENDING" : null;
  }

  pay(order: ModelOrder, succeeds: boolean) {
    order.attempts += 1;
    if (succeeds) order.status = "PAID";
  }

  refusesToCancel(order: ModelOrder): string | null {
    return order.status === "PENDING" ? null : "ORDER_NOT_PENDING";
  }

  cancel(order: ModelOrder) {
    order.status = "CANCELLED";
    this.stock[order.product] = (this.stock[order.product] ?? 0) + order.quantity;
    if (order.discounted) this.discountUses -= 1;
  }

  /** The sweep: whatever is not paid in time is cancelled. */
  expire() {
    for (const order of this.orders) if (order.status === "PENDING" && this.isOver(order)) this.cancel(order);
  }

  private isOver(order: ModelOrder) {
    return order.expiresAtMinute !== null && order.expiresAtMinute <= this.minute;
  }
}
