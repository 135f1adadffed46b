import type { Order } from "@till/contracts";
import { noteOrder } from "../../orders/orders.ts";
import { queryClient, trpc } from "../../till.ts";

/** Shows at once what staff have made of an order, and asks again for the numbers of the day. */
export function noteServed(order: Order): void {
  noteOrder(order);
  void queryClient.invalidateQueries(trpc.orders.summary.pathFilter());
}
