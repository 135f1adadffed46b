import type { RefusalDetails } from "@till/contracts";
import { refusal } from "./refusal.ts";
import { whyNotAdjustable } from "./why-refused.ts";

/** The sentences of the refusals of those who write the catalogue and its discount codes. */
export const refuseInCatalogue = {
  stockNotAdjustable: (name: string, details: RefusalDetails<"STOCK_NOT_ADJUSTABLE">) =>
    refusal("STOCK_NOT_ADJUSTABLE", `${name} ${whyNotAdjustable(details)}`, details),

  discountNotFound: (discountCode: string) =>
    refusal("DISCOUNT_NOT_FOUND", `There is no discount code ${discountCode}.`, { discountCode }),

  discountCodeTaken: (discountCode: string) =>
    refusal(
      "DISCOUNT_CODE_TAKEN",
      `There is a discount code ${discountCode} already, with other terms or disabled. Choose another code.`,
      { discountCode },
    ),
};
