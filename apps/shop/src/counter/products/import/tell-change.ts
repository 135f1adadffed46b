import type { Currency, ImportedProduct, ProductField } from "@till/contracts";
import { count, formatMoney } from "../../../format.ts";

const names: Record<ProductField, string> = {
  name: "Name",
  description: "Description",
  unitPrice: "Price",
  currency: "Currency",
  stock: "Stock",
  imageUrl: "Picture",
};

type Change = ImportedProduct["changes"][number];

/** A change as people read it: `Price: ₹450.00 → ₹520.00`. Without a price in both currencies there is only the new one. */
export function tellChange({ field, from, to }: Change, currency: Currency, isSameCurrency: boolean): string {
  const tell = (value: Change["from"]) => {
    if (field === "stock") return value === null ? "unlimited" : String(value);
    if (field === "unitPrice" && isSameCurrency) return formatMoney(Number(value), currency);
    return value === null || value === "" ? "none" : String(value);
  };
  return field === "unitPrice" && !isSameCurrency
    ? `${names[field]}: ${formatMoney(Number(to), currency)}`
    : `${names[field]}: ${tell(from)} → ${tell(to)}`;
}

/** What an import comes to, in words: `2 new, 5 changed, 1 brought back, 40 unchanged`. */
export function tellOutcomes(products: Iterable<ImportedProduct>): string {
  const all = [...products];
  const of = (outcome: ImportedProduct["outcome"]) => all.filter((product) => product.outcome === outcome).length;
  const counts = [
    [of("CREATED"), "new"],
    [of("CHANGED"), "changed"],
    [of("RESTORED"), "brought back"],
    [of("UNCHANGED"), "unchanged"],
  ] as const;
  const told = counts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return told.length === 0 ? count(0, "product") : told.join(", ");
}
