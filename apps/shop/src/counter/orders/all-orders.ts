import { type OrderStatus, orderStatuses } from "@till/contracts";
import { trpc } from "../../till.ts";

/** What the list of orders is narrowed to, and the order that is open beside it. It stands in the address. */
export interface OrdersSearch {
  q?: string | undefined;
  status?: OrderStatus | undefined;
  order?: number | undefined;
}

/** Takes from an address what makes sense, and leaves the rest. */
export function readOrdersSearch({ q, status, order }: Record<string, unknown>): OrdersSearch {
  const known = orderStatuses.find((one) => one === status);
  const id = Number(order);
  return {
    ...(typeof q === "string" && q !== "" && { q }),
    // An order number is a number in the address, too.
    ...(typeof q === "number" && { q: String(q) }),
    ...(known && { status: known }),
    ...(Number.isSafeInteger(id) && id > 0 && { order: id }),
  };
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
