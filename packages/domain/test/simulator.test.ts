import { type PaymentSourceInput, paymentSources } from "@till/contracts";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { authorize, refuse, refused } from "../src/index.ts";
import { now } from "./orders.ts";

const card = (number: string, expMonth = 12, expYear = 2030) => ({ card: { number, expMonth, expYear, cvc: "123" } });

/** Every row of the table, by each name that it has. */
const named = paymentSources.flatMap((row) => {
  const inputs: PaymentSourceInput[] = [];
  if (row.token !== null) inputs.push({ token: row.token });
  if (row.card !== null) inputs.push(card(row.card.number));
  if (row.upi !== null) inputs.push({ upi: row.upi });
  return inputs.map((input) => ({ input, row }));
});

test.each(named)("$input comes out as the table says", ({ input, row: { outcome, declineCode } }) => {
  expect(authorize(input, now)).toMatchObject({ ok: true, value: { outcome, declineCode } });
});

test("a card is kept as its brand and last four digits, whether it came as a number or as a token", () => {
  const source = { type: "card", brand: "mastercard", last4: "4444" };
  expect(authorize(card("5555555555554444"), now)).toMatchObject({ value: { source } });
  expect(authorize({ token: "pm_card_mastercard" }, now)).toMatchObject({ value: { source } });
});

test("a UPI address is read in any case and kept as the table has it", () => {
  expect(authorize({ upi: "Failure@Razorpay" }, now)).toMatchObject({
    value: { outcome: "failed", declineCode: "payment_failed", source: { type: "upi", address: "failure@razorpay" } },
  });
});

test("without a source, a card that succeeds pays", () => {
  expect(authorize(undefined, now)).toMatchObject({ value: { outcome: "succeeded", source: { last4: "4242" } } });
});

test.each(paymentSources.flatMap((row) => row.card?.number ?? []))(
  "%s is good through its month, and declined as expired from the next",
  (number) => {
    const answer = (at: string) => {
      const result = authorize(card(number, 2, 2026), at);
      return result.ok && [result.value.outcome, result.value.declineCode];
    };
    const row = paymentSources.find((source) => source.card?.number === number);
    expect(answer("2026-02-28T23:59:59.999Z")).toEqual([row?.outcome, row?.declineCode]);
    expect(answer("2026-03-01T00:00:00.000Z")).toEqual(["failed", "expired_card"]);
    expect(answer("2027-01-01T00:00:00.000Z")).toEqual(["failed", "expired_card"]);
  },
);

test("a card of a later year is good in any month", () => {
  expect(authorize(card("4242424242424242", 1, 2027), "2026-12-31T23:59:59.999Z")).toMatchObject({
    value: { outcome: "succeeded" },
  });
});

test.each([
  card("4111111111111111"),
  card("4242424242424242".slice(0, 15)),
  card("4111111111111111", 1, 2020),
  { token: "pm_unknown" },
  { token: "4242424242424242" },
  { upi: "somebody@bank" },
] satisfies PaymentSourceInput[])("%j is no test source and is refused, with nothing of it in the answer", (input) => {
  expect(authorize(input, now)).toEqual(refused(refuse.testCardRequired()));
});

test("no answer ever has more than four digits of a card, whatever was paid with", () => {
  const source = fc.oneof(
    fc.constantFrom(...named.map(({ input }) => input)),
    fc
      .tuple(fc.constantFrom(...paymentSources), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 2020, max: 2035 }))
      .map(([row, month, year]) => card(row.card?.number ?? "4111111111111111", month, year)),
    fc.stringMatching(/^\d{12,19}$/).map((number) => card(number)),
  );
  fc.assert(
    fc.property(source, (input) => {
      const result = authorize(input, now);
      const kept = JSON.stringify(result.ok ? result.value : result.refusal.details).replace('"last4":', "");
      expect(kept.replaceAll(/\D/g, "").length).toBeLessThanOrEqual(4);
    }),
  );
});
