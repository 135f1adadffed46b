import { generateOrders } from "../orders/generate-orders.ts";
import type { BenchDatabase } from "./database.ts";
import type { OrderRange } from "./load.ts";

/** Ids with so many digits that they are in no other number of a recorded request. */
const firstId = 7_000_001;

/** Orders of one customer that wait to be paid, handed out once each. */
export interface PayableOrders {
  /** Takes some to be paid. */
  take(count: number): Promise<OrderRange>;
  /** Orders that stay as they are, to be read. */
  readonly toRead: OrderRange;
}

const readableOrders = 500;

export async function makePayableOrders({ client }: BenchDatabase, customerId: string): Promise<PayableOrders> {
  let [next, end] = [firstId, firstId];
  const make = async (count: number) => {
    // Till itself may have placed orders meanwhile: then new ones begin behind those.
    const largest = Number((await client.execute("SELECT coalesce(max(id), 0) FROM orders")).rows[0]?.[0]);
    const first = Math.max(largest + 1, firstId);
    if (first !== end) next = first;
    const now = Date.now();
    await generateOrders(client, {
      firstId: first,
      count,
      kind: "payable",
      customerIds: [customerId],
      from: now,
      until: now,
    });
    end = first + count;
  };
  const take = async (count: number): Promise<OrderRange> => {
    if (end - next < count) await make(count);
    const first = next;
    next += count;
    return { first, step: 1, count, serves: "once" };
  };
  return { toRead: { ...(await take(readableOrders)), serves: "again" }, take };
}
