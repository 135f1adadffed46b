import { expect, test } from "vitest";
import {
  type Outcome,
  declineCodeNames,
  declineCodes,
  defaultPaymentToken,
  outcomes,
  paymentSources,
  processingMs,
  scenarioPrefix,
} from "../src/index.ts";

/** ISO/IEC 7812-1, annex B: from the right every second digit is doubled, and the sum of all digits ends in 0. */
function passesLuhn(number: string): boolean {
  let sum = 0;
  for (const [index, digit] of Array.from(number).toReversed().entries()) {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

const cards = paymentSources.flatMap(({ card }) => card ?? []);
const tokens = paymentSources.flatMap(({ token }) => token ?? []);

test("the sources are those that the design promises, and come out as it says", () => {
  const rows = paymentSources.map(({ token, card, upi, outcome }) => [token ?? upi, card?.number ?? null, outcome]);
  expect(rows).toEqual([
    ["pm_card_visa", "4242424242424242", "succeeded"],
    ["pm_card_mastercard", "5555555555554444", "succeeded"],
    ["pm_card_visa_chargeDeclined", "4000000000000002", "generic_decline"],
    ["pm_card_visa_chargeDeclinedInsufficientFunds", "4000000000009995", "insufficient_funds"],
    ["pm_card_visa_chargeDeclinedLostCard", "4000000000009987", "lost_card"],
    ["pm_card_visa_chargeDeclinedStolenCard", "4000000000009979", "stolen_card"],
    ["pm_card_chargeDeclinedExpiredCard", "4000000000000069", "expired_card"],
    ["pm_card_chargeDeclinedIncorrectCvc", "4000000000000127", "incorrect_cvc"],
    ["pm_card_chargeDeclinedProcessingError", "4000000000000119", "processing_error"],
    ["pm_card_threeDSecure2Required", "4000000000003220", "requires_action"],
    ["pm_card_processing", null, "processing"],
    ["pm_card_processing_fails", null, "processing_fails"],
    ["success@razorpay", null, "succeeded"],
    ["failure@razorpay", null, "payment_failed"],
  ]);
  expect(processingMs).toBe(5_000);
});

test.each([
  ["token", tokens],
  ["card number", cards.map(({ number }) => number)],
  ["UPI address", paymentSources.flatMap(({ upi }) => upi ?? [])],
])("no %s stands for two sources", (_kind, values) => {
  expect(values).not.toEqual([]);
  expect(values).toEqual([...new Set(values)]);
});

test.each(cards)("$number is a number that a card form takes", ({ number, brand }) => {
  expect(number).toMatch({ visa: /^4\d{15}$/, mastercard: /^5[1-5]\d{14}$/ }[brand]);
  expect(passesLuhn(number)).toBe(true);
});

const isDecline = (outcome: Outcome) => Object.hasOwn(declineCodes, outcome);

test("an outcome has one name, and is an answer of the gateway or a decline", () => {
  expect(outcomes).toEqual([...new Set(outcomes)]);
  // The others are what becomes of an attempt: of a customer who rejects 3-D Secure, of an order that is cancelled.
  expect(declineCodeNames.filter((code) => !(outcomes as readonly string[]).includes(code))).toEqual([
    "authentication_failed",
    "cancelled",
    "attempt_replaced",
  ]);
  expect(outcomes.filter((outcome) => !isDecline(outcome))).toEqual([
    "succeeded",
    "requires_action",
    "processing",
    "processing_fails",
  ]);
});

test("every outcome can be had from a source, and so from a scenario", () => {
  expect(new Set(paymentSources.map(({ outcome }) => outcome))).toEqual(new Set(outcomes));
});

test("every source can be named, by a token or by a UPI address, and every card by its token too", () => {
  for (const { token, card, upi } of paymentSources) {
    expect(token === null).toBe(upi !== null);
    if (card !== null) expect(token).not.toBeNull();
  }
});

test("UPI addresses stand in the table as the simulator compares them: in lower case", () => {
  for (const { upi } of paymentSources) expect(upi).toBe(upi?.toLowerCase() ?? null);
});

test("a scenario can be taken apart again: no outcome has its separator in it, and no token of a source is one", () => {
  for (const outcome of outcomes) expect(outcome).toMatch(/^[a-z_]+$/);
  for (const token of tokens) expect(token.startsWith(scenarioPrefix)).toBe(false);
});

test("every decline says in sentences what happened", () => {
  for (const sentence of Object.values(declineCodes)) expect(sentence).toMatch(/^The .+\.$/);
});

test("the source that pays by default is in the table and succeeds", () => {
  expect(paymentSources.find(({ token }) => token === defaultPaymentToken)?.outcome).toBe("succeeded");
});
