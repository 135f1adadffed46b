import type { PaymentSourceInput } from "@till/contracts";
import type { Gateway } from "@till/domain";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { race } from "./race.ts";
import { refusalOf } from "./refusals.ts";
import { type Till, somebody, startTill } from "./till.ts";

/** A gateway to be tested, and the sources with which it can be made to give each answer. */
export interface GatewayUnderTest {
  readonly gateway: Gateway;
  readonly succeeds: PaymentSourceInput;
  readonly declines: PaymentSourceInput;
  /** A source that the customer has to confirm. */
  readonly secured: PaymentSourceInput;
  readonly processing: PaymentSourceInput;
  readonly unknown: PaymentSourceInput;
  /** Does what the customer does to confirm an attempt, or to reject it: on Till's page, or on the gateway's own. */
  readonly customerAnswers: (customer: Customer, agrees: boolean) => Promise<unknown>;
}

/** A customer whose attempt waits for them. */
interface Customer {
  readonly api: ReturnType<Till["as"]>;
  readonly orderId: number;
  readonly paymentId: string;
}

/** What every gateway must do when Till works with it, whether it answers at once or over a network. */
export function gatewayConformance(name: string, { gateway, customerAnswers, ...sources }: GatewayUnderTest) {
  describe(`the gateway ${name}`, () => {
    let till: Till;
    beforeAll(async () => {
      till = await startTill({ gateway });
    });
    afterAll(() => till.stop());

    async function shopping() {
      const api = till.as(somebody());
      const items = [{ productId: await till.addProduct({ unitPrice: 4_000 }), quantity: 1 }];
      const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
      const pay = (source: PaymentSourceInput, idempotencyKey?: string) =>
        api.orders.pay.mutate({ id, source, ...(idempotencyKey && { idempotencyKey }) });
      return { api, id, pay, get: () => api.orders.get.query({ id }) };
    }

    test("pays an order, keeps what it may of the source, and tells the customer once", async () => {
      const { pay, get, id } = await shopping();
      const { payment } = await pay(sources.succeeds, "once");
      expect(payment).toMatchObject({ amount: 4_000, status: "SUCCEEDED", declineCode: null });
      expect((await pay(sources.succeeds, "once")).payment).toEqual(payment);
      expect(await get()).toMatchObject({ status: "PAID", payments: [payment] });
      expect(await till.rows("SELECT channel FROM notifications WHERE order_id = ? ORDER BY channel", id)).toEqual([
        { channel: "EMAIL" },
        { channel: "SMS" },
      ]);
    });

    test("declines with a code, keeps the attempt, and leaves the order payable", async () => {
      const { pay, get } = await shopping();
      const refusal = await refusalOf(pay(sources.declines));
      expect(refusal).toMatchObject({ code: "PAYMENT_DECLINED", actions: ["pay", "cancel"] });
      expect(await get()).toMatchObject({ status: "PENDING", payments: [{ status: "FAILED" }] });
      expect((await pay(sources.succeeds)).order.status).toBe("PAID");
    });

    test("refuses a source that it does not take before anything is recorded", async () => {
      const { pay, get } = await shopping();
      await refusalOf(pay(sources.unknown));
      expect((await get()).payments).toEqual([]);
    });

    test.each([
      [true, "SUCCEEDED", "PAID"],
      [false, "FAILED", "PENDING"],
    ] as const)(
      "waits for the customer; that they agree is %s: the attempt is %s, the order %s",
      async (agrees, status, orderStatus) => {
        const { api, id, pay, get } = await shopping();
        const { payment } = await pay(sources.secured);
        expect(payment.settledAt).toBeNull();
        expect(payment.nextAction).toEqual({ type: "redirect", url: expect.stringMatching(/^https?:/) });
        expect((await get()).payments[0]?.nextAction).toEqual(payment.nextAction);
        await customerAnswers({ api, orderId: id, paymentId: payment.id }, agrees);
        await till.sweep(new Date(Date.now() + 120_000));
        expect(await get()).toMatchObject({ status: orderStatus, payments: [{ status, nextAction: null }] });
      },
    );

    test("settles later what it is processing", async () => {
      const { pay, get } = await shopping();
      expect((await pay(sources.processing)).payment).toMatchObject({ status: "PROCESSING", settledAt: null });
      await till.sweep(new Date(Date.now() + 10_000));
      expect(await get()).toMatchObject({ status: "PAID", payments: [{ status: "SUCCEEDED" }] });
    });

    test("takes one of many payments at once", async () => {
      const { pay, get } = await shopping();
      const { values, refused } = await race(16, () => pay(sources.succeeds));
      expect(values).toHaveLength(1);
      expect(
        Object.keys(refused).filter((code) => code !== "ORDER_NOT_PENDING" && code !== "PAYMENT_IN_PROGRESS"),
      ).toEqual([]);
      expect((await get()).payments).toHaveLength(1);
    });

    test("gives money back in parts", async () => {
      const { id, pay, get } = await shopping();
      await pay(sources.succeeds);
      const staff = till.as(somebody("staff"));
      await staff.orders.refund.mutate({ id, amount: 1_500 });
      await staff.orders.refund.mutate({ id });
      await till.settled();
      expect(await get()).toMatchObject({
        status: "REFUNDED",
        refundedAmount: 4_000,
        pendingRefundAmount: 0,
        refunds: [{ status: "SUCCEEDED" }, { status: "SUCCEEDED" }],
      });
    });
  });
}
