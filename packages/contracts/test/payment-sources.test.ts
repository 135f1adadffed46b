import { expect, test } from "vitest";
import { type Outcome, declineCodeNames, defaultPaymentToken, paymentSources } from "../src/index.ts";

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

test.each([
  ["token", paymentSources.flatMap(({ token }) => token ?? [])],
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

const outcomeIs = (outcome: Outcome) => paymentSources.filter((source) => source.outcome === outcome);

test("every source that fails has a decline code, and no other", () => {
  expect(outcomeIs("failed").map(({ declineCode }) => declineCode)).not.toContain(null);
  expect(new Set(outcomeIs("succeeded").map(({ declineCode }) => declineCode))).toEqual(new Set([null]));
});

test("every decline code can be had", () => {
  expect(new Set(outcomeIs("failed").map(({ declineCode }) => declineCode))).toEqual(new Set(declineCodeNames));
});

test("every source can be named, by a token and its card or by a UPI address", () => {
  for (const { token, card, upi } of paymentSources) {
    expect(token === null).toBe(card === null);
    expect(token === null).toBe(upi !== null);
  }
});

test("UPI addresses stand in the table as the simulator compares them: in lower case", () => {
  for (const { upi } of paymentSources) expect(upi).toBe(upi?.toLowerCase() ?? null);
});

test("the source that pays by default is in the table and succeeds", () => {
  expect(paymentSources.find(({ token }) => token === defaultPaymentToken)?.outcome).toBe("succeeded");
});
