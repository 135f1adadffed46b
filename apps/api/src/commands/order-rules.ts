import { type PaymentMethod, paymentMethodTable } from "@till/contracts";
import type { OrderRules } from "@till/db";
import type { Config } from "../config.ts";

/** What the settings say about orders. Each payment method names the setting for its time to pay. */
export const orderRulesOf = (config: Config): OrderRules => ({
  timeToPayMs: Object.fromEntries(
    Object.entries(paymentMethodTable).map(([method, { timeToPay }]) => [
      method,
      config[timeToPay.setting] * timeToPay.unitMs,
    ]),
  ) as Record<PaymentMethod, number>,
  reservations: {
    maxOpenOrders: config.MAX_OPEN_ORDERS_PER_CUSTOMER,
    maxReservedPieces: config.MAX_RESERVED_PIECES_PER_CUSTOMER,
  },
});
