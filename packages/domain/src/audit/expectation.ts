import type { CreatedData, DeclineCode, OrderStatus, PaymentStatus, RefundStatus } from "@till/contracts";
import type { AuditedEvent } from "./audited-event.ts";
import type { OrderDifference } from "./event-faults.ts";

/** A figure, with the events that say so. */
export interface Said<Value> {
  readonly value: Value;
  readonly by: readonly AuditedEvent[];
}

export interface ExpectedAttempt {
  readonly id: string;
  status: Said<PaymentStatus>;
  declineCode: Said<DeclineCode | null>;
  readonly createdAt: Said<string>;
  settledAt: Said<string | null>;
}

export interface ExpectedRefund {
  readonly id: string;
  readonly paymentId: string;
  readonly amount: number;
  readonly reason: string | null;
  readonly restocked: boolean;
  status: Said<RefundStatus>;
  failureReason: Said<string | null>;
  /** The event that made it. */
  readonly by: AuditedEvent;
}

/** What the events of an order say of it. Amounts in minor units. */
export interface ExpectedOrder {
  readonly created: AuditedEvent;
  readonly basket: CreatedData;
  last: AuditedEvent;
  status: Said<OrderStatus>;
  paidAt: Said<string | null>;
  cancelledAt: Said<string | null>;
  cancelReason: Said<string | null>;
  refundedAmount: Said<number>;
  /** What the gateway has not taken yet of the money that the order has. */
  pendingRefundAmount: Said<number>;
  /** Whether the order holds its pieces: from its creation until it is cancelled, or a refund puts them back. */
  isHolding: Said<boolean>;
  readonly attempts: ExpectedAttempt[];
  readonly refunds: ExpectedRefund[];
}

/** The result of the events, and the faults of the events themselves. */
export interface Expectation {
  /** Null if the events do not begin with a new order that can be read. */
  readonly order: ExpectedOrder | null;
  readonly faults: readonly OrderDifference[];
}

/** What the extra lines add to the total, in minor units. */
export const extraAmountOf = ({ basket }: Pick<ExpectedOrder, "basket">): number =>
  (basket.recorded?.extras ?? []).reduce((sum, { amount, included = false }) => sum + (included ? 0 : amount), 0);

/** What the order comes to, in minor units. */
export const totalOf = ({ basket }: Pick<ExpectedOrder, "basket">): number =>
  basket.subtotal - basket.discount + extraAmountOf({ basket });
