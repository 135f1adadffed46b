import { extractText, getDocumentProxy } from "unpdf";
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

test("the built Worker takes an approval on its page and makes the receipt, as a page and as a PDF", async () => {
  const api = till.as(somebody());
  const items = [{ productId: await till.addProduct({ name: "चाय" }), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const { payment } = await api.orders.pay.mutate({ id, source: { token: "pm_card_threeDSecure2Required" } });
  const at = (page: string) => new URL(`/payments/${payment.id}/${page}`, worker.url);

  expect(await (await fetch(at("confirm"))).text()).toContain("Simulated bank");
  const answer = await fetch(at("confirm"), { method: "POST", body: new URLSearchParams({ outcome: "COMPLETE" }) });
  expect(await answer.text()).toContain("Payment approved");
  expect(await (await fetch(at("receipt"))).text()).toContain("चाय");
  const pdf = await getDocumentProxy(new Uint8Array(await (await fetch(at("receipt.pdf"))).arrayBuffer()));
  expect((await extractText(pdf, { mergePages: true })).text).toContain(`Receipt for order #${id}`);
});
