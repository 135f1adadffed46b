import type { MaskedSource, PaymentSourceInput } from "@till/contracts";
import type { Gateway, RemoteGateway } from "@till/domain";
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
  /** How long each of its answers takes, in milliseconds. */
  readonly latencyMs?: number;
}

/** A gateway behind a network, which tells more than outcomes. */
export interface RemoteUnderTest extends GatewayUnderTest {
  readonly gateway: RemoteGateway;
  /** What it tells of the cards of `declines` and `secured` if they differ, and why `declines` is declined. */
  readonly tells: {
    readonly card: MaskedSource;
    readonly securedCard?: MaskedSource;
    readonly sentence: string | null;
  };
  /** The request with which it tells of its own accord what it says of an attempt now. */
  readonly eventAbout: (paymentId: string) => RequestInit | Promise<RequestInit>;
}

/** A customer whose attempt waits for them. */
interface Customer {
  readonly api: ReturnType<Till["as"]>;
  readonly orderId: number;
  readonly paymentId: string;
}

/** A test waits for some answers of the gateway, one after the other. */
const timeoutMs = (latencyMs: number) => 15_000 + 10 * latencyMs;

/** A customer with an order, and their ways to pay it. */
async function shoppingAt(till: Till) {
  const api = till.as(somebody());
  const items = [{ productId: await till.addProduct({ unitPrice: 4_000 }), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const payWith = (source: PaymentSourceInput, more: { idempotencyKey?: string | undefined; replace?: true }) =>
    api.orders.pay.mutate({ id, source, ...more });
  return {
    api,
    id,
    pay: (source: PaymentSourceInput, idempotencyKey?: string) => payWith(source, { idempotencyKey }),
    replace: (source: PaymentSourceInput, idempotencyKey?: string) =>
      payWith(source, { idempotencyKey, replace: true }),
    get: () => api.orders.get.query({ id }),
  };
}

/** What every gateway must do when Till works with it, whether it answers at once or over a network. */
export function gatewayConformance(
  name: string,
  { gateway, customerAnswers, latencyMs = 0, ...sources }: GatewayUnderTest,
) {
  describe(`the gateway ${name}, whose answers take ${latencyMs} ms`, { timeout: timeoutMs(latencyMs) }, () => {
    let till: Till;
    beforeAll(async () => {
      till = await startTill({ gateway });
    });
    afterAll(() => till.stop());

    const shopping = () => shoppingAt(till);

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

    test("an attempt that waits for the customer is replaced if the caller says so, once, and can't be paid after that", async () => {
      const { api, id, pay, replace, get } = await shopping();
      const { payment } = await pay(sources.secured);
      expect(await refusalOf(pay(sources.succeeds))).toMatchObject({ code: "PAYMENT_IN_PROGRESS" });
      expect(await refusalOf(replace(sources.unknown))).not.toMatchObject({ code: "PAYMENT_IN_PROGRESS" });
      expect((await get()).payments).toMatchObject([{ id: payment.id, settledAt: null }]);
      const replaced = await replace(sources.succeeds, "other-card");
      expect(replaced.payment).toMatchObject({ status: "SUCCEEDED" });
      expect((await replace(sources.succeeds, "other-card")).payment).toEqual(replaced.payment);
      await customerAnswers({ api, orderId: id, paymentId: payment.id }, true).catch(() => null);
      await till.sweep(new Date(Date.now() + 120_000));
      expect(await get()).toMatchObject({
        status: "PAID",
        payments: [{ id: payment.id, status: "FAILED", declineCode: "attempt_replaced" }, { status: "SUCCEEDED" }],
        refunds: [],
      });
      expect(await till.rows("SELECT count(*) AS messages FROM notifications WHERE order_id = ?", id)).toEqual([
        { messages: 2 },
      ]);
    });

    test("an attempt that the customer has confirmed before it is replaced pays the order, and nothing else is charged", async () => {
      const { api, id, pay, replace, get } = await shopping();
      const { payment } = await pay(sources.secured);
      await customerAnswers({ api, orderId: id, paymentId: payment.id }, true);
      const paid = await replace(sources.succeeds, "other-card");
      expect(paid).toMatchObject({ order: { status: "PAID" }, payment: { id: payment.id, status: "SUCCEEDED" } });
      expect(await replace(sources.succeeds, "other-card")).toEqual(paid);
      expect((await get()).payments).toHaveLength(1);
    });

    test("what is being processed without the customer is not replaced", async () => {
      const { pay, replace, get } = await shopping();
      await pay(sources.processing);
      expect(await refusalOf(replace(sources.succeeds))).toMatchObject({ code: "PAYMENT_IN_PROGRESS" });
      expect((await get()).payments).toMatchObject([{ status: "PROCESSING" }]);
    });

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

/** What a gateway behind a network must do: all that every gateway does, and what it tells of cards and of its own accord. */
export function remoteGatewayConformance(name: string, underTest: RemoteUnderTest) {
  gatewayConformance(name, underTest);
  const { gateway, customerAnswers, tells, eventAbout, latencyMs = 0, declines, secured } = underTest;
  const { card, securedCard = card, sentence } = tells;
  describe(`what the gateway ${name} tells, after ${latencyMs} ms`, { timeout: timeoutMs(latencyMs) }, () => {
    let till: Till;
    beforeAll(async () => {
      till = await startTill({ gateway });
    });
    afterAll(() => till.stop());

    /** An attempt that the customer has confirmed at the bank, and that Till has not heard of. */
    async function confirmed() {
      const order = await shoppingAt(till);
      const { payment } = await order.pay(secured);
      const tell = async (change: RequestInit = {}) =>
        (await till.request(`/gateway/${gateway.name}/events`, { ...(await eventAbout(payment.id)), ...change }))
          .status;
      expect(await tell()).toBe(200);
      expect(await order.get()).toMatchObject({ status: "PENDING", payments: [{ settledAt: null }] });
      await customerAnswers({ api: order.api, orderId: order.id, paymentId: payment.id }, true);
      return { ...order, tell };
    }

    test("the card and the sentence of a decline are with the payment, and the refusal has the sentence", async () => {
      const { pay, get } = await shoppingAt(till);
      const refusal = await refusalOf(pay(declines));
      expect(refusal.details).toMatchObject({ gatewaySentence: sentence });
      expect((await pay(secured)).payment.source).toEqual(securedCard);
      expect((await get()).payments).toMatchObject([
        { source: card, gatewaySentence: sentence },
        { source: securedCard, gatewaySentence: null },
      ]);
    });

    test("its event pays an order before anybody asks, and changes nothing a second time", async () => {
      const { api, id, get, tell } = await confirmed();
      expect(await Promise.all([tell(), tell()])).toEqual([200, 200]);
      await till.settled();
      const [paid, told] = [await get(), await api.orders.timeline.query({ id })];
      expect(paid).toMatchObject({ status: "PAID", payments: [{ status: "SUCCEEDED", source: securedCard }] });
      expect(await tell()).toBe(200);
      await till.settled();
      expect([await get(), await api.orders.timeline.query({ id })]).toEqual([paid, told]);
      expect(told.filter(({ type }) => type === "order.paid")).toHaveLength(1);
    });

    test("a forged event is refused, and changes nothing", async () => {
      const { get, tell } = await confirmed();
      expect(await tell({ headers: {} })).toBe(400);
      expect(await tell({ body: "{}" })).toBe(400);
      expect((await get()).status).toBe("PENDING");
    });
  });
}
