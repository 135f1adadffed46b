import type { OrdersSummary } from "@till/contracts";
import { placedOrder } from "./example-story.ts";

/** The day of the order, as staff see it. */
export const summary: OrdersSummary = {
  timezone: "Asia/Kolkata",
  days: [
    {
      date: "2026-03-01",
      from: "2026-02-28T18:30:00.000Z",
      until: "2026-03-01T18:30:00.000Z",
      placed: 1,
      paid: 1,
      cancelled: 0,
      refunded: 0,
      amounts: [{ currency: "INR", paid: placedOrder.totalAmount, refunded: 0 }],
      declines: [{ declineCode: "insufficient_funds", attempts: 1 }],
    },
  ],
};
