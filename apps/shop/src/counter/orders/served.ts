import type { Order } from "@till/contracts";
import { noteOrder } from "../../orders/orders.ts";
import { queryClient, trpc } from "../../till.ts";

/** Reads again what staff have changed: the order, and without waiting for them, the numbers of the day. */
export async function noteServed(order: Order): Promise<void> {
  void queryClient.invalidateQueries(trpc.orders.summary.pathFilter());
  await noteOrder(order);
}
