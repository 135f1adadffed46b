import { orderWithFailedRefund } from "./customer-with-order.ts";
import type { Calls } from "./sandbox-calls.ts";
import type { Till } from "./till.ts";

/** Calls about a refund that has failed, each with the number of requests to the database that it may make. */
export const refundCalls = (till: () => Till): Calls => ({
  "orders.retryRefund": async () => {
    const { id, refundId, staff } = await orderWithFailedRefund(till());
    return {
      retried: [1, () => staff.orders.retryRefund.mutate({ id, refundId, idempotencyKey: "retry" })],
      replay: [1, () => staff.orders.retryRefund.mutate({ id, refundId, idempotencyKey: "retry" })],
      unknown: [1, () => staff.orders.retryRefund.mutate({ id, refundId: "ref_none" })],
    };
  },
  "orders.dropRefund": async () => {
    const { id, refundId, staff } = await orderWithFailedRefund(till());
    return {
      dropped: [1, () => staff.orders.dropRefund.mutate({ id, refundId })],
      again: [1, () => staff.orders.dropRefund.mutate({ id, refundId })],
    };
  },
});
