import { simulator } from "@till/domain";
import { expect, onTestFinished, test, vi } from "vitest";
import { auditAll } from "./audit-all.ts";
import { refusalOf } from "./refusals.ts";
import { createRemoteGateway } from "./remote-gateway.ts";
import { somebody, startTill } from "./till.ts";

/** A shop whose gateway was `old`, with an order over ₹100.00, and the gateway that it changes to. */
async function shopping() {
  const [old, next] = [createRemoteGateway({ name: "old" }), createRemoteGateway({ name: "next" })];
  const till = await startTill({ gateway: old.gateway });
  onTestFinished(async () => {
    expect((await auditAll(till)).differences).toEqual([]);
    await till.stop();
  });
  const [api, staff] = [till.as(somebody()), till.as(somebody("staff"))];
  const items = [{ productId: await till.addProduct({ unitPrice: 10_000 }), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const pay = () => api.orders.pay.mutate({ id, source: { token: "tok_good" }, idempotencyKey: "pay" });
  /** Changes the gateway; the old one stays configured, or is gone. */
  const change = (keepsOld: boolean) => {
    till.world.gateway = next.gateway;
    till.world.formerGateways = keepsOld ? [old.gateway] : [];
  };
  return { till, old, next, api, staff, items, id, pay, change, get: () => staff.orders.get.query({ id }) };
}

test("a payment knows its gateway, so its refund goes to that one after a change", async () => {
  const { till, old, next, staff, id, pay, change, get } = await shopping();
  await pay();
  change(true);
  const { refund } = await staff.orders.refund.mutate({ id });
  await till.settled();
  expect(await get()).toMatchObject({ status: "REFUNDED" });
  expect([old.refunds.get(refund.id), next.refunds.size]).toEqual([10_000, 0]);
  expect((await staff.orders.dossier.query({ id })).payments).toMatchObject([{ gateway: "old" }]);
});

test("a refund whose gateway is gone is refused with a sentence, and nothing counts as given back", async () => {
  const { staff, id, pay, change, get } = await shopping();
  await pay();
  change(false);
  expect(await refusalOf(staff.orders.refund.mutate({ id }))).toMatchObject({
    code: "GATEWAY_GONE",
    status: 409,
    message: `Order #${id} was paid through a payment gateway that is not configured here any more. Refund it at that gateway, or configure it again.`,
    actions: ["refund"],
  });
  expect(await refusalOf(staff.orders.refund.mutate({ id, amount: 10_001 }))).toMatchObject({
    code: "REFUND_EXCEEDS_BALANCE",
  });
  expect(await get()).toMatchObject({ status: "PAID", refundedAmount: 0, refunds: [] });
});

test("a refund that waits for a gateway that is gone fails, and goes through when the gateway is back", async () => {
  const { till, old, staff, id, pay, change, get } = await shopping();
  await pay();
  old.network.answersToLose = 1;
  const { refund } = await staff.orders.refund.mutate({ id });
  await till.settled();
  change(false);
  await till.sweep(new Date(Date.now() + 61_000));
  const failureReason = "The payment gateway old is not configured here any more.";
  expect(await get()).toMatchObject({ status: "PAID", refunds: [{ status: "FAILED", failureReason }] });
  const retry = () => staff.orders.retryRefund.mutate({ id, refundId: refund.id });
  expect(await refusalOf(retry())).toMatchObject({ code: "GATEWAY_GONE" });
  change(true);
  // The first call had reached the bank. The same key finds that out.
  old.network.refusal = "A second refund.";
  await retry();
  await till.settled();
  expect(await get()).toMatchObject({ status: "REFUNDED", refunds: [{ status: "SUCCEEDED" }] });
});

test("an attempt at a gateway that is gone stays open and is in the log, and pays the order when the gateway is back", async () => {
  const { till, old, next, pay, change, get } = await shopping();
  old.network.answersToLose = 1;
  expect((await pay()).payment.status).toBe("PROCESSING");
  change(false);
  const logged = vi.spyOn(console, "error");
  onTestFinished(() => logged.mockRestore());
  await till.sweep(new Date(Date.now() + 61_000));
  expect(await get()).toMatchObject({ status: "PENDING", payments: [{ status: "PROCESSING" }] });
  expect(logged.mock.calls.flat().join()).toContain("The payment gateway old is not configured here any more.");
  // A repeat of the request must not charge the customer a second time.
  expect((await pay()).payment.status).toBe("PROCESSING");
  expect(next.charges.size).toBe(0);
  change(true);
  await till.sweep(new Date(Date.now() + 10 * 60_000));
  expect(await get()).toMatchObject({ status: "PAID", payments: [{ status: "SUCCEEDED" }] });
});

test("cash needs no gateway, and simulated money is settled when the shop goes to a real gateway and keeps the simulator", async () => {
  const { till, next, api, staff, items, id, get } = await shopping();
  const cash = await api.orders.create.mutate({ items, paymentMethod: "COD" });
  await staff.orders.collect.mutate({ id: cash.id });
  till.world.gateway = simulator;
  await api.orders.pay.mutate({ id, source: { token: "pm_card_visa" } });
  till.world.gateway = next.gateway;
  till.world.formerGateways = [simulator];
  expect((await staff.orders.refund.mutate({ id: cash.id })).refund.status).toBe("SUCCEEDED");
  expect((await staff.orders.refund.mutate({ id })).refund.status).toBe("SUCCEEDED");
  expect(await get()).toMatchObject({ status: "REFUNDED" });
  expect(next.refunds.size).toBe(0);
});
