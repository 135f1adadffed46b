import type { Order, OrderStatus, Payment } from "@till/contracts";
import { queryClient, trpc } from "../till.ts";

/** How often something that is about to change is looked at again, in milliseconds. */
const pollMs = { open: 1_000, expiring: 5_000, messages: 2_000 };

/** How near the end of the time to pay has to be, and how fresh a change, in milliseconds. */
const nearMs = { expiry: 2 * 60_000, change: 15_000 };

/** The attempt to pay that is not settled yet. */
export const openAttempt = ({ payments }: Pick<Order, "payments">): Payment | undefined =>
  payments.find(({ status }) => status === "REQUIRES_ACTION" || status === "PROCESSING");

/** How often to look at an order: while it is about to change, and not when nothing will happen by itself. */
export function orderPollMs(order: Order | undefined, now: number): number | false {
  if (order?.status !== "PENDING") return false;
  if (openAttempt(order)) return pollMs.open;
  if (order.expiresAt === null) return false;
  return new Date(order.expiresAt).getTime() - now < nearMs.expiry ? pollMs.expiring : false;
}

/** Messages go out in the seconds after a change. */
export function timelinePollMs(order: Order | undefined, now: number): number | false {
  const poll = orderPollMs(order, now);
  if (poll !== false || order === undefined) return poll;
  return now - new Date(order.updatedAt).getTime() < nearMs.change ? pollMs.messages : false;
}

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
