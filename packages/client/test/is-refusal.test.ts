import { type Till, somebody, startTill } from "@till/api/testing";
import type { Refusal } from "@till/contracts";
import { TRPCClientError } from "@trpc/client";
import { afterAll, beforeAll, expect, expectTypeOf, test } from "vitest";
import { isRefusal } from "../src/index.ts";
import { wayTo } from "./way.ts";

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

const errorOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

async function declined() {
  const api = wayTo(till).client(await till.tokenOf(somebody()));
  const items = [{ productId: await till.addProduct(), quantity: 1 }];
  const { id } = await api.orders.create.mutate({ items, paymentMethod: "ONLINE" });
  const source = { token: "pm_card_visa_chargeDeclinedInsufficientFunds" };
  return { id, error: await errorOf(api.orders.pay.mutate({ id, source })) };
}

test("a refusal checked by its code has the details of that code", async () => {
  const { id, error } = await declined();
  if (!isRefusal(error, "PAYMENT_DECLINED")) throw error;
  const { refusal } = error.data;
  expectTypeOf(refusal.code).toEqualTypeOf<"PAYMENT_DECLINED">();
  expectTypeOf(refusal.details).toEqualTypeOf<Refusal<"PAYMENT_DECLINED">["details"]>();
  expect(refusal).toEqual({
    code: "PAYMENT_DECLINED",
    message: "The card does not have enough funds. Try another card.",
    details: {
      orderId: id,
      paymentId: expect.stringMatching(/^pay_/),
      declineCode: "insufficient_funds",
      gatewaySentence: null,
    },
    actions: ["pay", "cancel"],
  });
  expect(error.message).toBe(refusal.message);
});

test("with several codes, the refusal's code decides the type of its details", async () => {
  const { error } = await declined();
  if (!isRefusal(error, "ORDER_NOT_PENDING", "PAYMENT_DECLINED")) throw error;
  const { refusal } = error.data;
  expectTypeOf(refusal.code).toEqualTypeOf<"ORDER_NOT_PENDING" | "PAYMENT_DECLINED">();
  if (refusal.code !== "PAYMENT_DECLINED") throw error;
  expectTypeOf(refusal.details.declineCode).toEqualTypeOf<Refusal<"PAYMENT_DECLINED">["details"]["declineCode"]>();
  expect(refusal.details.declineCode).toBe("insufficient_funds");
});

test("without a code, any refusal matches", async () => {
  const { error } = await declined();
  if (!isRefusal(error)) throw error;
  expectTypeOf(error.data.refusal.code).toEqualTypeOf<Refusal["code"]>();
  expect(error.data.refusal.code).toBe("PAYMENT_DECLINED");
});

test("a refusal with another code does not match", async () => {
  const { error } = await declined();
  expect(isRefusal(error, "ORDER_NOT_PENDING", "OUT_OF_STOCK")).toBe(false);
});

test("the refusal of wrong input names each field", async () => {
  const error = await errorOf(wayTo(till).client().products.get.query({ id: 0 }));
  if (!isRefusal(error, "VALIDATION_FAILED")) throw error;
  expect(error.data.refusal.details.issues).toEqual([
    { field: "id", message: "must be a whole number from 1 up, such as 42" },
  ]);
});

/** The error of a call that was answered with `data`. */
const answered = (data: unknown) => TRPCClientError.from({ error: { code: -32_004, message: "No.", data } });

test("other errors do not match: a plain error, a fault, a refusal that Till would not send", () => {
  const refusal = { code: "ORDER_NOT_FOUND", message: "No.", details: { orderId: 42 }, actions: [] };
  expect(isRefusal(answered({ refusal }))).toBe(true);
  for (const error of [
    new Error("FORBIDDEN"),
    new TRPCClientError("fetch failed"),
    answered(null),
    answered({}),
    answered({ refusal: null }),
    answered({ refusal: { ...refusal, details: {} } }),
    { data: { refusal } },
    undefined,
  ])
    expect(isRefusal(error)).toBe(false);
});
