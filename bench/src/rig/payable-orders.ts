import { generateOrders } from "../orders/generate-orders.ts";
import type { BenchDatabase } from "./database.ts";
import type { OrderRange } from "./load.ts";

/** The ids have so many digits that no other number in a recorded request contains them. */
const firstId = 7_000_001;

/** Unpaid orders of one customer. Each is handed out once. */
export interface PayableOrders {
  /** Takes orders to pay. */
  take(count: number): Promise<OrderRange>;
  /** Orders to read, which do not change. */
  readonly toRead: OrderRange;
}

const readableOrders = 500;

export async function makePayableOrders({ client }: BenchDatabase, customerId: string): Promise<PayableOrders> {
  let [next, end] = [firstId, firstId];
  const make = async (count: number) => {
    // If Till itself placed orders in the meantime, new ids start after those.
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
