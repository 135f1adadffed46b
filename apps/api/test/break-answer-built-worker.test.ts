import { request } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startBuiltWorker } from "./built-worker.ts";
import { type Till, somebody, startTill } from "./till.ts";

let till: Till;
let worker: Awaited<ReturnType<typeof startBuiltWorker>>;
beforeAll(async () => {
  till = await startTill();
  worker = await startBuiltWorker(till.env);
});
afterAll(async () => {
  await worker.stop();
  await till.stop();
});

/** Sends a request by Node's own HTTP client, which hides nothing of the connection: the status and body, or how it ended. */
const post = (path: string, headers: Record<string, string>, body: unknown) =>
  new Promise<{ status?: number; body?: string; error?: string }>((resolve) => {
    const sent = request(
      new URL(path, worker.url),
      { method: "POST", headers: { "content-type": "application/json", ...headers } },
      (response) => {
        text(response).then(
          (all) => resolve({ status: response.statusCode ?? 0, body: all }),
          (error: Error) => resolve({ error: error.message }),
        );
      },
    );
    sent.on("error", (error) => resolve({ error: error.message }));
    sent.end(JSON.stringify(body));
  });

async function shopping() {
  const user = somebody();
  const api = till.as(user);
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const headers = { authorization: `Bearer ${await till.tokenOf(user)}`, "idempotency-key": crypto.randomUUID() };
  const pay = (fault: string) => post(`/v1/orders/${id}/pay`, headers, { source: { token: `sim:succeeded${fault}` } });
  return { pay, get: () => api.orders.get.query({ id }) };
}

test.each([
  ["!answer_lost", { error: expect.stringMatching(/aborted|hang up|ECONNRESET/) }],
  ["!http_502", { status: 502, body: expect.stringContaining("502") }],
  ["!truncated", { status: 200, body: expect.stringMatching(/^\{"order":.*[^}]$/) }],
  ["!slow=20ms", { status: 200, body: expect.stringMatching(/^\{"order":.*\}$/) }],
])(
  "in the runtime of Workers, %s breaks the answer of a payment that is made, and the repeat gets it",
  async (fault, broken) => {
    const { pay, get } = await shopping();
    expect(await pay(fault)).toEqual(broken);
    expect((await get()).payments.map(({ status }) => status)).toEqual(["SUCCEEDED"]);
    const again = await pay(fault);
    expect(again.status).toBe(200);
    expect(JSON.parse(again.body ?? "")).toMatchObject({ order: { status: "PAID" }, payment: { status: "SUCCEEDED" } });
    expect((await get()).payments).toHaveLength(1);
  },
);
