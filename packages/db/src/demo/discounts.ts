import type { discounts } from "../schema/schema.ts";

/** The discount codes of the demo shop: one of each kind, one that has ended and one that is used up. */
export const demoDiscounts: readonly (typeof discounts.$inferInsert)[] = [
  { code: "WELCOME10", kind: "PERCENT", value: 10, currency: "INR", maxDiscount: 50_000, maxUsesPerCustomer: 1 },
  { code: "FLAT250", kind: "FIXED", value: 25_000, currency: "INR", minSubtotal: 150_000 },
  { code: "MONSOON25", kind: "PERCENT", value: 25, currency: "INR", endsAt: "2026-09-30T18:30:00.000Z" },
  { code: "FIRST100", kind: "FIXED", value: 10_000, currency: "INR", maxUses: 0 },
];
