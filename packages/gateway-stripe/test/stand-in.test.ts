import { standInKeys } from "@till/gateway-stripe/stand-in";
import { Stripe } from "stripe";
import { expect, test } from "vitest";
import { api, faultOfAnswer, faultOfEvent, releaseOf } from "../stand-in/schemas.ts";
import { charge, openAccount } from "./account.ts";

const wish = { amount: "4000", currency: "inr" };

/** What every request has. */
const common = { authorization: `Bearer ${standInKeys.secretKey}`, "stripe-version": Stripe.API_VERSION };

/** Sends a form to the stand-in, without the library. */
async function post(url: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/v1/payment_intents`, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { ...common, ...headers },
  });
  return { status: response.status, body: await response.json() };
}

test("what it knows of the API is of the release that the library asks for", () => {
  expect(releaseOf(api.source.apiVersion)).toBe(releaseOf(Stripe.API_VERSION));
});

test.each([
  ["an unknown field", { ...wish, payment_method_types: "card" }, "Received unknown parameter: payment_method_types"],
  [
    "an unknown field in another",
    { ...wish, "automatic_payment_methods[enabled]": "true", "automatic_payment_methods[on]": "1" },
    /unknown parameter: automatic_payment_methods\[on\]/,
  ],
  ["a missing field", { amount: "4000" }, "Missing required param: currency."],
  ["a text for a number", { ...wish, amount: "forty" }, "Invalid amount: must be integer"],
  ["a longer text than Stripe takes", { ...wish, description: "x".repeat(1_001) }, /description: .* 1000 characters/],
  ["an amount of more than eight digits", { ...wish, amount: "100000000" }, "Amount must be no more than 99999999."],
  ["a page to return to without a confirmation", { ...wish, return_url: "https://shop.example" }, /confirm=true/],
])("it refuses %s", async (_what, fields, message) => {
  const { standIn } = await openAccount();
  expect(await post(standIn.url, fields)).toMatchObject({
    status: 400,
    body: { error: { type: "invalid_request_error", message: expect.stringMatching(message) } },
  });
  expect(standIn.account.intents.size).toBe(0);
});

test("it repeats its first answer to a key, and refuses the key for something else", async () => {
  const { standIn } = await openAccount();
  const key = { "idempotency-key": "k" };
  const first = await post(standIn.url, wish, key);
  expect(first).toMatchObject({ status: 200, body: { status: "requires_payment_method" } });
  standIn.account.cancelIntent((first.body as { id: string }).id, null);
  expect(await post(standIn.url, wish, key)).toEqual(first);
  expect(await post(standIn.url, { ...wish, amount: "4001" }, key)).toMatchObject({
    status: 400,
    body: { error: { type: "idempotency_error" } },
  });
  expect(standIn.account.intents.size).toBe(1);
});

test("it refuses another key of an account and another release of the API", async () => {
  const { standIn } = await openAccount();
  expect(await post(standIn.url, wish, { authorization: "Bearer sk_test_other" })).toMatchObject({ status: 401 });
  for (const version of ["2022-11-15", "2026-07-29.dahlia"])
    expect(await post(standIn.url, wish, { "stripe-version": version })).toMatchObject({ status: 400 });
});

test("an answer, an error and an event without what Stripe always sends is a fault", () => {
  const refund = { id: "re_1", object: "refund", amount: 100, created: 1, currency: "inr" };
  const event = {
    id: "evt_1",
    object: "event",
    type: "refund.updated",
    created: 1,
    livemode: false,
    pending_webhooks: 1,
  };
  const told = (object: object) => faultOfEvent(JSON.stringify({ ...event, data: { object } }));
  const { amount: _, ...broken } = refund;
  expect(faultOfAnswer("POST /v1/refunds", { status: 200, body: refund })).toBeNull();
  expect(faultOfAnswer("POST /v1/refunds", { status: 200, body: broken })).toContain(
    "must have required property 'amount'",
  );
  expect(faultOfAnswer("POST /v1/refunds", { status: 400, body: { error: { type: "api_error" } } })).toBeNull();
  expect(faultOfAnswer("POST /v1/refunds", { status: 400, body: { error: {} } })).toContain("required property 'type'");
  expect(told(refund)).toBeNull();
  expect(told(broken)).toContain("must have required property 'amount'");
});

test("it notes what is wrong with its own answers and events", async () => {
  const { standIn, gateway } = await openAccount();
  const { reference } = await gateway.authorize(charge("pm_card_visa"));
  const refund = standIn.account.createRefund({ payment_intent: reference });
  Reflect.deleteProperty(refund, "amount");
  standIn.account.finishRefund(refund.id, "succeeded");
  await fetch(`${standIn.url}/v1/refunds?payment_intent=${reference}`, { headers: common });
  expect(standIn.faults.splice(0)).toEqual([
    expect.stringMatching(/^schemas refund: .*'amount'/),
    expect.stringMatching(/^operations GET \/v1\/refunds answer: .*'amount'/),
  ]);
});
