import type { OrderStatus } from "@till/contracts";
import { trpc } from "../../till.ts";

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
  trpc.orders.list.infiniteQueryOptions(
    { limit: pageSize, ...(q !== undefined && { search: q }), ...(status && { status }) },
    { getNextPageParam: ({ nextCursor }) => nextCursor, refetchInterval: pollMs },
  );
