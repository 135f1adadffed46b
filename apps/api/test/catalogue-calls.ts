import type { Calls } from "./sandbox-calls.ts";
import { type Till, somebody } from "./till.ts";

/** A product as staff write it, that no other test knows. */
export const newProduct = (fields: { stock?: number | null; name?: string; unitPrice?: number } = {}) => ({
  sku: `SKU-${crypto.randomUUID()}`,
  name: "Cup",
  unitPrice: 45_000,
  currency: "INR" as const,
  ...fields,
});

const terms = () => ({ code: crypto.randomUUID(), kind: "PERCENT" as const, value: 10, currency: "INR" as const });

/** Calls of each procedure that writes to the catalogue, or shows it to staff, with the number of their requests. */
export const catalogueCalls = (till: () => Till): Calls => {
  const staff = () => till().as(somebody("staff")).products;
  const codes = () => till().as(somebody("staff")).discounts;
  return {
    "products.upsert": async () => {
      const product = newProduct({ stock: 5 });
      return {
        added: [1, () => staff().upsert.mutate(product)],
        changed: [1, () => staff().upsert.mutate({ ...product, name: "Mug", stock: 7 })],
        "not staff": [0, () => till().as(somebody()).products.upsert.mutate(product)],
      };
    },
    "products.import": async () => {
      const items = Array.from({ length: 100 }, () => newProduct({ stock: 1 }));
      return {
        preview: [1, () => staff().import.mutate({ items, dryRun: true })],
        "a hundred": [1, () => staff().import.mutate({ items })],
      };
    },
    "products.archive": async () => {
      const id = await till().addProduct();
      return {
        archived: [1, () => staff().archive.mutate({ id })],
        unknown: [1, () => staff().archive.mutate({ id: 10 ** 6 })],
      };
    },
    "products.listArchived": async () => ({
      all: [1, () => staff().listArchived.query({})],
      search: [1, () => staff().listArchived.query({ search: "tea" })],
    }),
    "products.adjustStock": async () => {
      const adjust = { id: await till().addProduct({ stock: 5 }), change: -1, reason: "Broken" };
      return {
        adjusted: [1, () => staff().adjustStock.mutate(adjust)],
        "below zero": [1, () => staff().adjustStock.mutate({ ...adjust, change: -9 })],
      };
    },
    "products.setStock": async () => {
      const id = await till().addProduct();
      return { set: [1, () => staff().setStock.mutate({ id, stock: 5 })] };
    },
    "products.movements": async () => {
      const id = await till().addProduct();
      return { none: [1, () => staff().movements.query({ id })] };
    },
    "discounts.create": async () => ({ added: [1, () => codes().create.mutate(terms())] }),
    "discounts.list": async () => ({ all: [1, () => codes().list.query({})] }),
    "discounts.disable": async () => {
      const code = await till().addDiscount({ kind: "FIXED", value: 1 });
      return {
        disabled: [1, () => codes().disable.mutate({ code })],
        unknown: [1, () => codes().disable.mutate({ code: "NO-SUCH-CODE" })],
      };
    },
  };
};
