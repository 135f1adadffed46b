import type { OrderStatus } from "@till/contracts";
import { listQuery } from "../../layout/list-query.ts";
import { listPath } from "../../orders/orders.ts";
import { till } from "../../till.ts";

/** The filters of the list, and the order that is open beside it, as they are in the URL. */
export interface OrdersSearch {
  q?: string | undefined;
  status?: OrderStatus | undefined;
  order?: number | undefined;
}

const pageSize = 25;

/** How often the list is refreshed, in milliseconds. */
const pollMs = 10_000;

/** Everybody's orders, newest first, page by page. */
export const allOrdersQuery = ({ q, status }: OrdersSearch) =>
  listQuery({
    path: listPath,
    input: { limit: pageSize, ...(q !== undefined && { search: q }), ...(status && { status }) },
    read: (input, options) => till.orders.list.query(input, options),
    pollMs,
  });
