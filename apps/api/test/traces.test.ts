import { readTraceparent } from "@till/domain";
import { expect, onTestFinished, test, vi } from "vitest";
import { tokenIn } from "./guest.ts";
import { receiver, startTillAtNoon, status } from "./receivers.ts";
import { somebody } from "./till.ts";

const till = await startTillAtNoon();

const traceId = "0af7651916cd43dd8448eb211c80319c";
const traceparent = `00-${traceId}-b7ad6b7169203331-01`;

/** Places an order and pays for it, with these headers. Returns the event of each command, and the id of the payment. */
async function placeAndPay(headers: Record<string, string>) {
  const productId = await till.addProduct({ stock: 10 });
  const authorization = `Bearer ${await till.tokenOf(somebody())}`;
  const post = async (path: string, body: object) => {
    const asked = { ...headers, authorization, "content-type": "application/json" };
    const response = await till.request(path, { method: "POST", headers: asked, body: JSON.stringify(body) });
    return (await response.json()) as { id: number; payment?: { id: string } };
  };
  const items = [{ productId, quantity: 1 }];
  const { id } = await post("/v1/orders", { items, paymentMethod: "ONLINE" });
  const { payment } = await post(`/v1/orders/${id}/pay`, {});
  const events = await till.rows("SELECT command_id FROM order_events WHERE order_id = ? ORDER BY seq", id);
  return { commands: events.map(({ command_id: command }) => String(command)), paymentId: payment?.id };
}

test("the trace of a request is on its event and on each attempt of its webhook", async () => {
  const { received, staff } = await receiver(till, [status(500), status(200)], ["order.paid"]);
  const { commands, paymentId } = await placeAndPay({ traceparent });
  for (const command of commands) expect(command).toMatch(new RegExp(`^${traceId}-01-\\w{20}$`));
  expect(paymentId).toMatch(/^pay_\w{20}$/);
  await vi.waitFor(() => expect(received).toHaveLength(1), { timeout: 60_000 });
  const { items } = await staff.webhooks.deliveries.list.query({});
  for (const { id } of items) await staff.webhooks.deliveries.replay.mutate({ id });
  await vi.waitFor(() => expect(received.length).toBeGreaterThan(1), { timeout: 60_000 });
  const sent = received.map(({ headers }) => headers["traceparent"] ?? "");
  for (const header of sent) expect(readTraceparent(header)).toEqual({ traceId, flags: "01" });
  expect(new Set([traceparent, ...sent]).size).toBe(sent.length + 1);
});

test("a guest whose order is traced has a link that works", async () => {
  const staff = await till.tokenOf(somebody("staff"));
  const items = [{ productId: await till.addProduct({ stock: 10 }), quantity: 1 }];
  const ordered = await till.request("/v1/orders", {
    method: "POST",
    headers: { traceparent, authorization: `Bearer ${staff}`, "content-type": "application/json" },
    body: JSON.stringify({ items, paymentMethod: "ONLINE", customer: { name: "Ravi", email: "ravi@example.com" } }),
  });
  const { id, guestLink } = (await ordered.json()) as { id: number; guestLink: string };
  const token = tokenIn(guestLink);
  const seen = await till.request(`/v1/orders/${id}`, { headers: { authorization: `Bearer ${token}` } });
  expect(seen.status).toBe(200);
});

test("a request without a valid trace leaves none", async () => {
  const { received } = await receiver(till, [status(200)], ["order.paid"]);
  const { commands } = await placeAndPay({ traceparent: "00-nonsense-01" });
  for (const command of commands) expect(command).toMatch(/^\w{20}$/);
  await vi.waitFor(() => expect(received).toHaveLength(1), { timeout: 60_000 });
  expect(received[0]?.headers).not.toHaveProperty("traceparent");
});

test("the log names the trace of a request that fails, or the one that it begins", async () => {
  const log = vi.spyOn(console, "error").mockReturnValue();
  onTestFinished(() => log.mockRestore());
  till.world.fetch = async () => Response.json({ message: "broken", code: "SQL" }, { status: 400 });
  onTestFinished(() => void (till.world.fetch = fetch));
  await till.request("/v1/products", { headers: { traceparent } });
  const own = await till.request("/trpc/products.list?input=%7B%7D");
  const lines = log.mock.calls.map(([line]) => JSON.parse(String(line)) as { traceId?: string });
  const requestId = own.headers.get("x-request-id") ?? "";
  expect(lines.map((line) => line.traceId)).toEqual([traceId, requestId.replaceAll("-", "")]);
});
