import type { Discount } from "@till/contracts";
import { count, formatMoney, formatTime } from "../../format.ts";

/** What a code takes off: `10 %`, `₹250.00`. */
export const tellValue = ({ kind, value, currency }: Pick<Discount, "kind" | "value" | "currency">): string =>
  kind === "PERCENT" ? `${value} %` : formatMoney(value, currency);

/** The terms of a code, each as a few words. */
export function tellTerms(discount: Discount): string[] {
  const { currency, minSubtotalAmount, maxDiscountAmount, startsAt, endsAt, maxUsesPerCustomer } = discount;
  return [
    ...(minSubtotalAmount > 0 ? [`from ${formatMoney(minSubtotalAmount, currency)}`] : []),
    ...(maxDiscountAmount === null ? [] : [`at most ${formatMoney(maxDiscountAmount, currency)} off`]),
    ...(startsAt === null ? [] : [`starts ${formatTime(startsAt)}`]),
    ...(endsAt === null ? [] : [`ends ${formatTime(endsAt)}`]),
    ...(maxUsesPerCustomer === null ? [] : [`${count(maxUsesPerCustomer, "order")} for each customer`]),
  ];
}

/** How often a code is used: `12 of 500 uses`. */
export const tellUses = ({ uses, maxUses }: Pick<Discount, "uses" | "maxUses">): string =>
  maxUses === null ? count(uses, "use") : `${uses} of ${count(maxUses, "use")}`;
