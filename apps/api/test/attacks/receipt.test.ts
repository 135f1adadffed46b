import { stubCache } from "../stub-cache.ts";
import { limiter } from "../limiter.ts";
import { limits } from "@till/contracts";
import { extractText, getDocumentProxy } from "unpdf";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Till, somebody, startTill } from "../till.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
beforeEach(() => {
  till.world.bindings = {};
});
afterAll(() => till.stop());

/** A paid order of ₹1,000.00, and the address of its receipt. */
async function paid(user = somebody()) {
  const api = till.as(user);
  const items = [{ productId: await till.addProduct({ unitPrice: 100_000 }), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const { order } = await api.orders.pay.mutate({ id });
  const path = new URL(order.receiptUrl ?? "").pathname;
  const refund = (amount: number) => till.as(somebody("staff")).orders.refund.mutate({ id, amount });
  return { id, path, refund };
}

/** Writes refunds of ₹1.00 as if they had been made one by one. */
async function refundOften(id: number, count: number) {
  await till.rows(
    `INSERT INTO refunds (id, order_id, payment_id, amount, status, reason, restocked, created_at, settled_at)
      SELECT 'ref_' || orders.id || '_' || value, orders.id, payments.id, 100, 'SUCCEEDED', printf('%.*c', 500, 'w'), 0,
        '2026-05-01T12:00:00.000Z', '2026-05-01T12:00:00.000Z'
      FROM orders JOIN payments ON payments.order_id = orders.id, json_each(?) WHERE orders.id = ?`,
    JSON.stringify([...Array(count).keys()]),
    id,
  );
  await till.rows("UPDATE orders SET refunded_amount = ?, version = version + 1 WHERE id = ?", count * 100, id);
}

/** The bytes of an answer, to compare. */
const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer()).toString("hex");

test("a receipt lists the latest refunds, and the others as one line, whatever their number", async () => {
  const { id, path } = await paid();
  await refundOften(id, 900);
  const response = await till.request(`${path}.pdf`);
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(await response.arrayBuffer())));
  const words = text.join(" ").replaceAll(/\s+/g, " ");
  expect(words.match(/1 May 2026 at 12:00 UTC w/g)).toHaveLength(limits.receiptRefunds);
  expect(words).toContain(`Earlier refunds INR ${900 - limits.receiptRefunds}.00`);
  expect(words).toContain("Refunded -INR 900.00 Paid after refunds INR 100.00");

  const page = (await (await till.request(path)).text()).replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
  expect(page.match(/ w{500} /g)).toHaveLength(limits.receiptRefunds);
  expect(page).toContain(`Earlier refunds ₹${900 - limits.receiptRefunds}.00`);
});

test("who has the PDF of a version gets no new one, until the order changes", async () => {
  const { path, refund } = await paid();
  const counted = limiter(100);
  till.world.bindings = { RATE_LIMIT_RECEIPT: counted };
  const ask = (etag?: string) =>
    till.request(`${path}.pdf`, etag === undefined ? {} : { headers: { "if-none-match": etag } });

  const first = await ask();
  const etag = first.headers.get("etag") ?? "";
  expect(first.status).toBe(200);
  const again = await ask(`"another", ${etag}`);
  expect([again.status, again.headers.get("etag"), await again.text()]).toEqual([304, etag, ""]);

  await refund(100);
  const changed = await ask(etag);
  expect(changed.status).toBe(200);
  expect(changed.headers.get("etag")).not.toBe(etag);
  // What was not made does not count.
  expect([...counted.counts.values()]).toEqual([2]);
});

test("where there is a cache, the PDF of a version is made once, whoever asks how often", async () => {
  const { path, refund } = await paid();
  const counted = limiter(100);
  till.world.bindings = { RATE_LIMIT_RECEIPT: counted };
  stubCache();

  const made = await bytesOf(await till.request(`${path}.pdf`));
  for (const query of ["", "?a=1", "?version=7"]) {
    const again = await till.request(`${path}.pdf${query}`);
    expect([again.status, again.headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(await bytesOf(again)).toBe(made);
  }
  expect([...counted.counts.values()]).toEqual([1]);
  await refund(100);
  expect(await bytesOf(await till.request(`${path}.pdf`))).not.toBe(made);
  expect([...counted.counts.values()]).toEqual([2]);
});

test("an erase takes the PDF of a receipt out of the cache, and out of that of who had it", async () => {
  const kept = stubCache();
  const user = { ...somebody(), name: "Qzx Erasable" };
  const { path } = await paid(user);
  await till.settled();
  const etag = (await till.request(`${path}.pdf`)).headers.get("etag") ?? "";
  await till.settled();
  expect(kept.size).toBe(1);
  await till.as(somebody("staff")).customers.erase.mutate({ id: user.id });
  const after = await till.request(`${path}.pdf`, { headers: { "if-none-match": etag } });
  expect(after.status).toBe(200);
  const { text } = await extractText(await after.arrayBuffer(), { mergePages: true });
  expect(text).toContain("Erased customer");
  expect(text).not.toContain("Qzx");
});

test("a receipt's PDF is made so often and no more; its page and other receipts are still there", async () => {
  const [one, other] = [await paid(), await paid()];
  till.world.bindings = { RATE_LIMIT_RECEIPT: limiter(2) };
  const statusOf = async (path: string) => (await till.request(path)).status;
  expect([await statusOf(`${one.path}.pdf`), await statusOf(`${one.path}.pdf`)]).toEqual([200, 200]);
  const refused = await till.request(`${one.path}.pdf`);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, String(limits.rates.periodSeconds)]);
  expect(await refused.text()).toContain("print its page instead");
  expect([await statusOf(one.path), await statusOf(`${other.path}.pdf`)]).toEqual([200, 200]);
});
