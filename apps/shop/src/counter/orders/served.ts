import type { Order } from "@till/contracts";
import { noteOrder } from "../../orders/orders.ts";
import { queryClient, trpc } from "../../till.ts";

/** Reloads what a staff action changed: the order, and in the background the numbers of the day. */
export async function noteServed(order: Order): Promise<void> {
  void queryClient.invalidateQueries(trpc.orders.summary.pathFilter());
  await noteOrder(order);
}
