import type { Discount } from "@till/contracts";
import { listQuery, refreshLists } from "../../layout/list-query.ts";
import { till } from "../../till.ts";

/** A code in a list, where each item has an id. */
export type ListedDiscount = Discount & { id: string };

const path = ["discounts", "list"];
const pageSize = 25;

/** How often the list is refreshed, in milliseconds: orders use codes. */
const pollMs = 15_000;

/** The discount codes, newest first, page by page. */
export const discountsQuery = () =>
  listQuery({
    path,
    input: { limit: pageSize },
    async read(input, options) {
      const { items, nextCursor } = await till.discounts.list.query(input, options);
      return { items: items.map((discount): ListedDiscount => ({ ...discount, id: discount.code })), nextCursor };
    },
    pollMs,
  });

/** Reloads the beginning of the list. */
export const refreshDiscounts = () => refreshLists(path);
