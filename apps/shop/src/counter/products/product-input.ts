import {
  type Currency,
  type Product,
  type UpsertProductInput,
  currencies,
  explainIssue,
  limits,
  upsertProductInput,
} from "@till/contracts";
import { readAmount, writeAmount } from "../../amount.ts";

/** What a form, or a line of a file, says of a product: all of it text. */
export interface ProductFormValues {
  sku: string;
  name: string;
  price: string;
  currency: string;
  description: string;
  imageUrl: string;
  /** A number, `unlimited`, or nothing: it stays as it is. */
  stock: string;
}

type ProductFaults = Partial<Record<keyof ProductFormValues, string>>;

/** A product of what was typed, or what is wrong with it by field, each as the end of a sentence: `must be …`. */
export type ReadProduct = { readonly product: UpsertProductInput } | { readonly faults: ProductFaults };

/** The initial values of a form. */
export const formValuesOf = (product?: Product): ProductFormValues => ({
  sku: product?.sku ?? "",
  name: product?.name ?? "",
  price: product ? writeAmount(product.unitPrice, product.currency) : "",
  currency: product?.currency ?? "INR",
  description: product?.description ?? "",
  imageUrl: product?.imageUrl ?? "",
  stock: "",
});

/**
 * Reads a product. `empty` says what an empty description or picture means: that there is none, as in a form, or that it
 * stays as it is, as in a file.
 */
export function readProduct(values: ProductFormValues, empty: "none" | "stays"): ReadProduct {
  const currency = currencies.find((known) => known === values.currency.trim().toUpperCase());
  const [price, stock] = [currency && readPrice(values.price, currency), readStock(values.stock)];
  const faults: ProductFaults = {
    ...(currency === undefined && { currency: `must be one of ${currencies.join(", ")}` }),
    ...(price === null && { price: "must be an amount such as 1,250 or 99.50, with a point before the decimals" }),
    ...(stock === "unreadable" && { stock: stockRule }),
  };
  const { description, imageUrl } = values;
  const parsed = upsertProductInput.safeParse(
    {
      sku: values.sku.trim(),
      name: values.name,
      unitPrice: price ?? 0,
      currency: currency ?? "INR",
      ...((description.trim() !== "" || empty === "none") && { description }),
      ...(imageUrl.trim() === "" ? empty === "none" && { imageUrl: null } : { imageUrl: imageUrl.trim() }),
      ...(stock !== undefined && stock !== "unreadable" && { stock }),
    },
    { error: explainIssue },
  );
  for (const { path, message } of parsed.error?.issues ?? []) faults[fieldOf(path[0])] ??= message;
  return parsed.success && Object.keys(faults).length === 0 ? { product: parsed.data } : { faults };
}

const stockRule = `must be a whole number from 0 to ${limits.stock}, or “unlimited”`;

const fieldOf = (name: PropertyKey | undefined) => (name === "unitPrice" ? "price" : (name as keyof ProductFormValues));

const readPrice = (text: string, currency: Currency) => readAmount(text, currency);

/** The stock that was typed; undefined if nothing was. */
function readStock(text: string): number | null | undefined | "unreadable" {
  const typed = text.trim().toLowerCase();
  if (typed === "") return undefined;
  if (typed === "unlimited") return null;
  return /^\d{1,8}$/.test(typed) ? Number(typed) : "unreadable";
}
