import type { Order, OrderStatus } from "@till/contracts";
import { queryClient, trpc } from "../till.ts";
import { orderPollMs, timelinePollMs } from "./polling.ts";

export const orderQuery = (id: number) =>
  trpc.orders.get.queryOptions(
    { id },
    { refetchInterval: ({ state }) => orderPollMs(state.data, Date.now()), refetchOnMount: "always" },
  );

export const timelineQuery = (id: number, order: Order | undefined) =>
  trpc.orders.timeline.queryOptions({ id }, { refetchInterval: () => timelinePollMs(order, Date.now()) });

const pageSize = 20;

/** The orders of the person, newest first, page by page. */
export const ordersQuery = (status: OrderStatus | undefined) =>
  trpc.orders.list.infiniteQueryOptions(
    { limit: pageSize, ...(status && { status }) },
    { getNextPageParam: ({ nextCursor }) => nextCursor, refetchOnMount: "always" },
  );

/** Shows at once what a command has made of an order, and asks again for what else it has changed. */
export function noteOrder(order: Order): void {
  queryClient.setQueryData(trpc.orders.get.queryKey({ id: order.id }), order);
  void queryClient.invalidateQueries(trpc.orders.timeline.queryFilter({ id: order.id }));
  void queryClient.invalidateQueries(trpc.orders.list.pathFilter());
  void queryClient.invalidateQueries(trpc.products.pathFilter());
}
