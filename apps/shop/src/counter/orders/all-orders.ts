import type { ListOrdersInput, OrderStatus } from "@till/contracts";
import { listQuery } from "../../layout/list-query.ts";
import { listPath } from "../../orders/orders.ts";
import { till } from "../../till.ts";

/** The filters of the list, and the order that is open beside it, as they are in the URL. */
export interface OrdersSearch {
  q?: string | undefined;
  status?: OrderStatus | undefined;
  /** The first and the last day on which the orders were placed, such as `2026-03-01`. */
  from?: string | undefined;
  to?: string | undefined;
  order?: number | undefined;
}

const pageSize = 25;

/** How often the list is refreshed, in milliseconds. */
const pollMs = 10_000;

type Filters = Omit<ListOrdersInput, "limit" | "cursor">;

/** When a day begins where the person is, some days later. */
const dayBegins = (date: string, daysLater = 0): string => {
  const day = new Date(`${date}T00:00`);
  day.setDate(day.getDate() + daysLater);
  return day.toISOString();
};

/** The filters as the API takes them. */
export const filtersOf = ({ q, status, from, to }: OrdersSearch): Filters => ({
  ...(q !== undefined && { search: q }),
  ...(status && { status }),
  ...(from !== undefined && { createdFrom: dayBegins(from) }),
  ...(to !== undefined && { createdTo: dayBegins(to, 1) }),
});

/** Everybody's orders, newest first, page by page. */
export const allOrdersQuery = (search: OrdersSearch) =>
  listQuery({
    path: listPath,
    input: { limit: pageSize, ...filtersOf(search) },
    read: (input, options) => till.orders.list.query(input, options),
    pollMs,
  });
