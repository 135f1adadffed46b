import type { MoneyBack } from "@till/domain";
import { expect, test } from "vitest";
import { charge, openAccount } from "./account.ts";

/** A payment of 40.00 that succeeded, and a refund of it. */
async function paid(token = "pm_card_visa") {
  const account = await openAccount();
  const wish = charge(token, { till: "k3v9" });
  const { reference } = await account.gateway.authorize(wish);
  const { paymentId } = wish;
  const refund = (more: Partial<MoneyBack> = {}) =>
    account.gateway.refund({
      paymentId,
      reference,
      till: "k3v9",
      refundId: "ref_1",
      amount: 1_500,
      refusals: 0,
      idempotencyKey: "ref_1",
      ...more,
    });
  const { refunds } = account.standIn.account;
  return { ...account, paymentId, reference, refund, refunds, given: () => [...refunds.values()] };
}

test("a refund is given once, however often Till tells of it", async () => {
  const { refund, given, paymentId, standIn } = await paid();
  expect(await refund()).toEqual({ status: "SUCCEEDED" });
  expect(await refund()).toEqual({ status: "SUCCEEDED" });
  expect(given()).toMatchObject([
    { amount: 1_500, metadata: { paymentId, refundId: "ref_1", key: "ref_1", till: "k3v9" } },
  ]);
  expect(standIn.seen.find(({ operation }) => operation === "POST /v1/refunds")?.key).toBe("ref_1");
});

test("a refund whose answer was lost is found, when Stripe has forgotten its key too", async () => {
  const { refund, given, standIn } = await paid();
  standIn.network.beforeAnswer = async (operation) => {
    if (operation === "POST /v1/refunds") standIn.network.answersToLose = 1;
  };
  await expect(refund()).rejects.toThrow("no clear answer");
  standIn.network.beforeAnswer = async () => {};
  standIn.forgetKeys();
  expect(await refund()).toEqual({ status: "SUCCEEDED" });
  expect(given()).toHaveLength(1);
});

const waits = (why: string) => ({ status: "PENDING", reason: `Stripe has the refund, and says that it is ${why}.` });

test("a refund that is pending is asked for again until it has succeeded or failed", async () => {
  const { refund, given, standIn } = await paid("pm_card_pendingRefund");
  expect(await refund()).toEqual(waits("pending: processing"));
  const [made] = given();
  if (made) made.pending_reason = "insufficient_funds";
  expect(await refund()).toEqual(waits("pending: insufficient funds"));
  standIn.account.finishRefund(made?.id ?? "", "failed");
  expect(await refund()).toEqual({
    status: "FAILED",
    reason: "Stripe could not refund this: expired or canceled card.",
  });
  // Staff try it again, with the key of a second try.
  expect(await refund({ refusals: 1, idempotencyKey: "ref_1_2" })).toMatchObject({ status: "PENDING" });
  const [, second] = given();
  standIn.account.finishRefund(second?.id ?? "", "succeeded");
  expect(await refund({ refusals: 1, idempotencyKey: "ref_1_2" })).toEqual({ status: "SUCCEEDED" });
  expect(given()).toHaveLength(2);
});

test("more than is left is a definite no, with Stripe's sentence for the shop", async () => {
  const { refund } = await paid();
  expect(await refund({ amount: 4_001 })).toEqual({
    status: "FAILED",
    reason: "Refund amount (4001) is greater than unrefunded amount on charge (4000)",
  });
});
