import {
  type Discount,
  type ImportedProduct,
  type Product,
  type ProductField,
  type UpsertProductInput,
  productFields,
} from "@till/contracts";

type Written = Pick<Product, ProductField | "archivedAt">;

/**
 * What writing a product does to the one that has its SKU, if there is one. What the input leaves out stays, so it is no
 * change. A written product is in the catalogue, so an archived one comes back.
 */
export function importOf(
  wanted: UpsertProductInput,
  before: Written | undefined,
): Pick<ImportedProduct, "outcome" | "changes"> {
  if (before === undefined) return { outcome: "CREATED", changes: [] };
  const changes = productFields.flatMap((field) => {
    const to = wanted[field];
    return to === undefined || to === before[field] ? [] : [{ field, from: before[field], to }];
  });
  if (before.archivedAt !== null) return { outcome: "RESTORED", changes };
  return { outcome: changes.length === 0 ? "UNCHANGED" : "CHANGED", changes };
}

/** Whether a discount code can be used now, and if not, why. */
export const discountStatuses = ["ACTIVE", "SCHEDULED", "ENDED", "USED_UP", "DISABLED"] as const;
export type DiscountStatus = (typeof discountStatuses)[number];

/** The status of a discount code at a time. Limits of one customer and of the subtotal are not part of it. */
export function discountStatus(
  {
    disabledAt,
    startsAt,
    endsAt,
    uses,
    maxUses,
  }: Pick<Discount, "disabledAt" | "startsAt" | "endsAt" | "uses" | "maxUses">,
  now: string,
): DiscountStatus {
  if (disabledAt !== null) return "DISABLED";
  if (startsAt !== null && startsAt > now) return "SCHEDULED";
  if (endsAt !== null && endsAt <= now) return "ENDED";
  return maxUses !== null && uses >= maxUses ? "USED_UP" : "ACTIVE";
}
