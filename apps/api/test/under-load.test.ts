import { afterAll, beforeAll, expect, test } from "vitest";
import { startBuiltWorker } from "./built-worker.ts";
import { isFull, rounds } from "./rounds.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
let worker: Awaited<ReturnType<typeof startBuiltWorker>>;
beforeAll(async () => {
  till = await startTill();
  worker = await startBuiltWorker({ ...till.env, RATE_LIMITS: "off" });
});
afterAll(async () => {
  await worker.stop();
  await till.stop();
});

const seconds = rounds(20, 1);

/** What a shop answers when people order, pay and cancel at once: done, declined, or too late. */
const expected = new Set([200, 402, 409]);

/** A person who orders, pays with some card, cancels, looks, and starts again. Returns the statuses that they got. */
async function shopper(productId: number, until: number): Promise<number[]> {
  const authorization = `Bearer ${await till.tokenOf(somebody())}`;
  const statuses: number[] = [];
  const call = async (path: string, body?: unknown) => {
    const response = await fetch(new URL(`/trpc/${path}`, worker.url), {
      headers: { authorization, "content-type": "application/json" },
      ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
    });
    statuses.push(response.status);
    return (await response.json()) as { result?: { data: { id: number } } };
  };
  // A machine may be so slow that the time is over before the first round: each does one.
  let round = 0;
  do {
    const items = [{ productId, quantity: 1 }];
    const id = (await call("orders.create", { items, paymentMethod: "ONLINE" })).result?.data.id;
    const token = round % 3 === 0 ? "pm_card_visa_chargeDeclined" : "pm_card_visa";
    await Promise.all([
      call("orders.pay", { id, source: { token } }),
      round % 2 === 0 ? call("orders.cancel", { id }) : call(`orders.get?input=${JSON.stringify({ id })}`),
    ]);
    await call(`orders.list?input=${JSON.stringify({ limit: 5 })}`);
    round += 1;
  } while (Date.now() < until);
  return statuses;
}

/** A client that requests share hangs from 64 on. */
const crowds = isFull ? [64, 256] : [64];

test.each(crowds)("%i shoppers at once: each call is answered, and the database goes on", async (shoppers) => {
  const productId = await till.addProduct({ stock: 1_000_000 });
  const until = Date.now() + seconds * 1_000;
  const statuses = (await Promise.all(Array.from({ length: shoppers }, () => shopper(productId, until)))).flat();
  expect(statuses.length).toBeGreaterThanOrEqual(4 * shoppers);
  expect([...new Set(statuses)].filter((status) => !expected.has(status))).toEqual([]);
  expect(await till.rows("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  expect((await fetch(new URL("/readyz", worker.url))).status).toBe(200);
  // What was sold is gone from the stock, once.
  expect(
    await till.rows(
      `SELECT (SELECT stock FROM products WHERE id = ?1) + (SELECT count(*) FROM order_items JOIN orders ON orders.id = order_id
        WHERE product_id = ?1 AND status <> 'CANCELLED') AS pieces`,
      productId,
    ),
  ).toEqual([{ pieces: 1_000_000 }]);
});
