import type { ProcedureName, RefusalCode, ScenarioToken, TillClient, WebhookEventType } from "@till/client";
import { expectTypeOf } from "vitest";
import type { PersonClient, TestTill, WebhookReceiver } from "../src/index.ts";
import { expect, payWith, test } from "../src/vitest.ts";

test("a scenario begins with an outcome, and a token is one of the table", () => {
  type Token = Parameters<typeof payWith>[0];
  expectTypeOf<"sim:insufficient_funds>succeeded!answer_lost">().toExtend<ScenarioToken>();
  expectTypeOf<"sim:processing@2h>failed">().toExtend<Token>();
  expectTypeOf<"pm_card_visa_chargeDeclinedLostCard">().toExtend<Token>();
  expectTypeOf<"sim:">().not.toExtend<Token>();
  expectTypeOf<"sim:poor">().not.toExtend<Token>();
  expectTypeOf<"sim:succeeded_twice">().not.toExtend<Token>();
  expectTypeOf<"pm_card_amex">().not.toExtend<Token>();
  // @ts-expect-error there is no such outcome
  expect(payWith("sim:insufficient_fund>succeeded")).toEqual({ token: "sim:insufficient_fund>succeeded" });
});

test("events, refusals and procedures are those that Till has", () => {
  expectTypeOf<Parameters<WebhookReceiver["next"]>[0]>().toEqualTypeOf<WebhookEventType | undefined>();
  expectTypeOf<"order.payed">().not.toExtend<WebhookEventType>();
  expectTypeOf<"payment.returned">().toExtend<WebhookEventType>();
  expectTypeOf<Parameters<TestTill["faults"]["arm"]>[0]["procedure"]>().toEqualTypeOf<ProcedureName>();
  expectTypeOf<"sandbox.tills.create">().toExtend<ProcedureName>();
  expectTypeOf<"orders.paid">().not.toExtend<ProcedureName>();
  const refusal = expect(Promise.resolve());
  expectTypeOf<Parameters<typeof refusal.toBeRefused>>().toEqualTypeOf<RefusalCode[]>();
  expectTypeOf<Parameters<typeof refusal.toHaveReceived>[0]>().toEqualTypeOf<"EMAIL" | "SMS">();
});

test("a person of the kit is a client for code that knows nothing of it", () => {
  expectTypeOf<PersonClient>().toExtend<TillClient>();
});
