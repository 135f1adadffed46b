import type { Order, OrderStatus } from "@till/contracts";
import { queryOptions } from "@tanstack/react-query";
import { listQuery, noteInLists, refreshLists } from "../layout/list-query.ts";
import { tillNow } from "../till-time.ts";
import { queryClient, till, trpc } from "../till.ts";
import { type OrderView, isOneMoment, orderPollMs } from "./order-view.ts";

/** The keys of all lists of orders begin with this path. */
export const listPath = ["orders", "list"] as const;

/** How many times to read an order and its timeline until they are from the same moment. */
const maxReads = 3;

/** The key of an order's view. It begins like the keys of all queries about orders. */
const viewKey = (id: number) => [["orders", "view"], { id }] as const;

/**
 * An order with its timeline, read together, so that a page does not mix two states. It refreshes while the order can
 * still change.
 */
export const orderViewQuery = (id: number) =>
  queryOptions({
    queryKey: viewKey(id),
    async queryFn({ signal }) {
      const view = await readView(id, signal);
      noteInLists(listPath, view.order);
      return view;
    },
    refetchInterval: ({ state }) => orderPollMs(state.data?.order, tillNow()),
    refetchOnMount: "always",
  });

async function readView(id: number, signal: AbortSignal): Promise<OrderView> {
  for (let reads = 1; ; reads += 1) {
    // Both are in one request. A command can still run between their two database reads.
    const [order, events] = await Promise.all([
      till.orders.get.query({ id }, { signal }),
      till.orders.timeline.query({ id }, { signal }),
    ]);
    const view = { order, events };
    if (isOneMoment(view) || reads >= maxReads) return view;
  }
}

/** The order without its timeline, from the same read. */
export const orderQuery = (id: number) => ({ ...orderViewQuery(id), select: ({ order }: OrderView) => order });

const pageSize = 20;

/** How often the person's own list is refreshed, in milliseconds. */
const pollMs = 10_000;

/** The orders of the person, newest first, page by page. */
export const ordersQuery = (status: OrderStatus | undefined) =>
  listQuery({
    path: listPath,
    input: { limit: pageSize, ...(status && { status }) },
    read: (input, options) => till.orders.list.query(input, options),
    pollMs,
  });

/**
 * Reloads what a command changed: the order with its timeline, and in the background the lists and the stock of
 * products. Resolves when the pages that show the order are up to date.
 */
export async function noteOrder({ id }: Pick<Order, "id">): Promise<void> {
  refreshLists(listPath);
  void queryClient.invalidateQueries(trpc.products.pathFilter());
  await queryClient.invalidateQueries({ queryKey: viewKey(id) });
}
