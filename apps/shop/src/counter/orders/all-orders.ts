import type { OrderStatus } from "@till/contracts";
import { listQuery } from "../../layout/list-query.ts";
import { listPath } from "../../orders/orders.ts";
import { till } from "../../till.ts";

/** What the list of orders is narrowed to, and the order that is open beside it. It stands in the address. */
export interface OrdersSearch {
  q?: string | undefined;
  status?: OrderStatus | undefined;
  order?: number | undefined;
}

const pageSize = 25;

/** How often the list looks for what is new, in milliseconds. */
const pollMs = 10_000;

/** Everybody's orders, newest first, page by page. */
export const allOrdersQuery = ({ q, status }: OrdersSearch) =>
  listQuery({
    path: listPath,
    input: { limit: pageSize, ...(q !== undefined && { search: q }), ...(status && { status }) },
    read: (input, options) => till.orders.list.query(input, options),
    pollMs,
  });
