import { readFile } from "node:fs/promises";
import { standInKeys } from "@till/gateway-stripe/stand-in";
import { Stripe } from "stripe";
import { expect, test } from "vitest";
import { openAccount } from "./account.ts";

const wish = { amount: "4000", currency: "inr" };

/** Sends a form to the stand-in, without the library. */
async function post(url: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/v1/payment_intents`, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: {
      authorization: `Bearer ${standInKeys.secretKey}`,
      "stripe-version": Stripe.API_VERSION,
      ...headers,
    },
  });
  return { status: response.status, body: await response.json() };
}

test("what it knows of the API was taken from the library that is installed", async () => {
  const extract = new URL("../stand-in/stripe-api.json", import.meta.url);
  const { source } = JSON.parse(await readFile(extract, "utf8")) as { source: unknown };
  const installed = new URL("../package.json", import.meta.resolve("stripe"));
  const { version } = JSON.parse(await readFile(installed, "utf8")) as { version: string };
  expect(source).toMatchObject({ apiVersion: Stripe.API_VERSION, library: `stripe ${version} (MIT licence)` });
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

test("it refuses another key of an account and another version of the API", async () => {
  const { standIn } = await openAccount();
  expect(await post(standIn.url, wish, { authorization: "Bearer sk_test_other" })).toMatchObject({ status: 401 });
  expect(await post(standIn.url, wish, { "stripe-version": "2022-11-15" })).toMatchObject({ status: 400 });
});
