import {
  type MaskedSource,
  type Outcome,
  type PaymentSource,
  type PaymentSourceInput,
  defaultPaymentToken,
  limits,
  outcomes,
  paymentSources,
} from "@till/contracts";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type GatewayAnswer, refuse, refused, simulator } from "../src/index.ts";
import { now } from "./orders.ts";

const inFiveSeconds = "2026-03-01T12:00:05.000Z";

const card = (number: string, expMonth = 12, expYear = 2030) => ({ card: { number, expMonth, expYear, cvc: "123" } });

/** What the gateway says at `now` of an attempt that is to have this outcome. */
function answerTo(outcome: Outcome): GatewayAnswer {
  switch (outcome) {
    case "succeeded":
      return { status: "SUCCEEDED", reference: "succeeded" };
    case "requires_action":
      return { status: "REQUIRES_ACTION", reference: "requires_action" };
    case "processing":
      return { status: "PROCESSING", reference: "processing", askAgainAt: inFiveSeconds };
    case "processing_fails":
      return { status: "PROCESSING", reference: "processing_fails", askAgainAt: inFiveSeconds };
    default:
      return { status: "FAILED", reference: outcome, declineCode: outcome };
  }
}

/** What may be kept of a row of the table, by whichever name it was paid with. */
function kept({ token, card: plastic, upi }: PaymentSource): MaskedSource {
  if (plastic) return { type: "card", brand: plastic.brand, last4: plastic.number.replace(/^\d*(\d{4})$/, "$1") };
  return upi === null ? { type: "token", token: token ?? "" } : { type: "upi", address: upi };
}

/** Every row of the table, by each name that it has. */
const named = paymentSources.flatMap((row) => {
  const inputs: PaymentSourceInput[] = [];
  if (row.token !== null) inputs.push({ token: row.token });
  if (row.card !== null) inputs.push(card(row.card.number));
  if (row.upi !== null) inputs.push({ upi: row.upi });
  return inputs.map((input) => ({ input, row }));
});

const scenario = (...steps: string[]) => ({ token: `sim:${steps.join(">")}` });
const authorized = (source: MaskedSource, answers: GatewayAnswer[]) => ({ ok: true, value: { source, answers } });

test("the simulator answers without a network", () => {
  expect(simulator.kind).toBe("instant");
});

test.each(named)("$input comes out as the table says", ({ input, row }) => {
  expect(simulator.authorize(input, now)).toEqual(authorized(kept(row), [answerTo(row.outcome)]));
});

test("a card is kept as its brand and last four digits, whether it came as a number or as a token", () => {
  const source = { type: "card", brand: "mastercard", last4: "4444" };
  expect(simulator.authorize(card("5555555555554444"), now)).toMatchObject({ value: { source } });
  expect(simulator.authorize({ token: "pm_card_mastercard" }, now)).toMatchObject({ value: { source } });
});

test("a UPI address is read in any case and kept as the table has it", () => {
  expect(simulator.authorize({ upi: "Failure@Razorpay" }, now)).toEqual(
    authorized({ type: "upi", address: "failure@razorpay" }, [answerTo("payment_failed")]),
  );
});

test("without a source, a card that succeeds pays", () => {
  expect(simulator.authorize(undefined, now)).toEqual(simulator.authorize({ token: defaultPaymentToken }, now));
  expect(simulator.authorize(undefined, now)).toEqual(
    authorized({ type: "card", brand: "visa", last4: "4242" }, [answerTo("succeeded")]),
  );
});

test.each(named.filter(({ input }) => input.card !== undefined))(
  "$row.card.number is good through its month, and declined as expired from the next",
  ({ row }) => {
    const answers = (at: string) => {
      const result = simulator.authorize(card(row.card?.number ?? "", 2, 2026), at);
      return result.ok && result.value;
    };
    expect(answers("2026-02-28T23:59:59.999Z")).toMatchObject({
      source: kept(row),
      answers: [{ reference: row.outcome }],
    });
    for (const later of ["2026-03-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z"])
      expect(answers(later)).toEqual({ source: kept(row), answers: [answerTo("expired_card")] });
  },
);

test("a card of a later year is good in any month", () => {
  expect(simulator.authorize(card("4242424242424242", 1, 2027), "2026-12-31T23:59:59.999Z")).toMatchObject({
    value: { answers: [answerTo("succeeded")] },
  });
});

test.each([
  card("4111111111111111"),
  card("4242424242424242".slice(0, 15)),
  card("4111111111111111", 1, 2020),
  { token: "pm_unknown" },
  { token: "4242424242424242" },
  { token: "succeeded" },
  { token: "success@razorpay" },
  { upi: "somebody@bank" },
  { upi: "pm_card_visa" },
  { upi: "sim:succeeded" },
] satisfies PaymentSourceInput[])("%j is no test source and is refused, with nothing of it in the answer", (input) => {
  expect(simulator.authorize(input, now)).toEqual(refused(refuse.testCardRequired()));
});

const noTestCard = { ok: false, refusal: { code: "TEST_CARD_REQUIRED" } };

test("a scenario gives the answer to each attempt of an order, in its order", () => {
  const input = scenario("insufficient_funds", "requires_action", "processing_fails", "succeeded");
  expect(simulator.authorize(input, now)).toEqual(
    authorized({ type: "token", token: "sim:insufficient_funds>requires_action>processing_fails>succeeded" }, [
      { status: "FAILED", reference: "insufficient_funds", declineCode: "insufficient_funds" },
      { status: "REQUIRES_ACTION", reference: "requires_action" },
      { status: "PROCESSING", reference: "processing_fails", askAgainAt: inFiveSeconds },
      { status: "SUCCEEDED", reference: "succeeded" },
    ]),
  );
});

const steps = (maxLength: number) => fc.array(fc.constantFrom(...outcomes), { minLength: 1, maxLength });

test("any scenario of known outcomes has exactly their answers, and its token may be kept", () => {
  fc.assert(
    fc.property(steps(limits.scenarioSteps), (script) => {
      const input = scenario(...script);
      expect(simulator.authorize(input, now)).toEqual(authorized({ type: "token", ...input }, script.map(answerTo)));
    }),
  );
});

test("a scenario has as many steps as the limit allows, and not one more", () => {
  const most = Array.from({ length: limits.scenarioSteps }, () => "generic_decline");
  expect(simulator.authorize(scenario(...most), now).ok).toBe(true);
  expect(simulator.authorize(scenario(...most, "succeeded"), now)).toMatchObject(noTestCard);
});

test.each(["sim", "SIM:succeeded", " sim:succeeded"])(
  "%j does not begin as a scenario does, and is no test source either",
  (token) => {
    expect(simulator.authorize({ token }, now)).toEqual(refused(refuse.testCardRequired()));
  },
);

const anyOutcome =
  "succeeded, requires_action, processing_fails, processing, generic_decline, insufficient_funds, lost_card, stolen_card, expired_card, incorrect_cvc, processing_error, or payment_failed";
const after = "!answer_lost, !http_502, !truncated, !slow=, ^refund_failed, ^refund_refused, >, or its end";

test.each([
  ["sim:", "sim:", anyOutcome],
  ["sim:lucky>succeeded", "sim:", anyOutcome],
  ["sim:4242424242424242", "sim:", anyOutcome],
  ["sim:succeeded>", "sim:succeeded>", anyOutcome],
  ["sim:succeeded@2h", "sim:succeeded", after],
  ["sim:succeeded!lost", "sim:succeeded", after],
  ["sim:processing@99h", "sim:processing@", "1s to 9999s, 1m to 999m, or 1h to 24h"],
])("%j says that it is wrong after %j, and what it takes there", (token, read, next) => {
  expect(simulator.authorize({ token }, now)).toMatchObject({
    refusal: { message: `The scenario is wrong after “${read}”. There it takes ${next}.` },
  });
});

test.each([
  "sim:>",
  "sim:>succeeded",
  "sim:succeeded>",
  "sim:succeeded>>succeeded",
  "sim:lucky",
  "sim:lucky>succeeded",
  "sim:succeeded>lucky",
  "sim:toString",
  "sim:SUCCEEDED",
  "sim: succeeded",
  "sim:succeeded,succeeded",
  "sim:sim:succeeded",
  "sim:pm_card_visa",
])("%j is no scenario and is refused", (token) => {
  expect(simulator.authorize({ token }, now)).toMatchObject(noTestCard);
});

test("one unknown step anywhere makes a scenario none", () => {
  const unknown = fc
    .string({ maxLength: 20 })
    .filter((step) => step !== "failed" && !step.includes(">") && !outcomes.some((name) => name === step));
  fc.assert(
    fc.property(steps(limits.scenarioSteps - 1), unknown, fc.nat(), (script, step, place) => {
      const input = scenario(...(script as string[]).toSpliced(place % (script.length + 1), 0, step));
      expect(simulator.authorize(input, now)).toMatchObject(noTestCard);
    }),
  );
});

test("a customer who confirms has paid, and one who rejects has not", () => {
  expect(simulator.confirm("pay_1", "COMPLETE")).toEqual({ status: "SUCCEEDED", reference: "requires_action" });
  expect(simulator.confirm("pay_1", "REJECT")).toEqual({
    status: "FAILED",
    reference: "requires_action",
    declineCode: "authentication_failed",
  });
});

const settled: Partial<Record<Outcome, GatewayAnswer>> = {
  processing: { status: "SUCCEEDED", reference: "processing" },
  processing_fails: { status: "FAILED", reference: "processing_fails", declineCode: "processing_error" },
};

test.each(Object.entries(settled))(
  "an attempt that is %s settles as it was to, when it is asked again",
  (step, end) => {
    const result = simulator.authorize(scenario(step), now);
    const reference = result.ok ? result.value.answers[0].reference : "";
    for (const at of [inFiveSeconds, "2026-03-02T00:00:00.000Z"])
      expect(simulator.settle({ paymentId: "pay_1", reference, startedAt: at }, at)).toEqual(end);
  },
);

test("every attempt that takes its time is one of those, and is asked again five seconds after it began", () => {
  const lateInTheYear = "2026-12-31T23:59:58.500Z";
  const slow = outcomes.filter((outcome) => {
    const result = simulator.authorize(scenario(outcome), lateInTheYear);
    const [answer] = result.ok ? result.value.answers : [];
    if (answer?.status === "PROCESSING") expect(answer.askAgainAt).toBe("2027-01-01T00:00:03.500Z");
    return answer?.status === "PROCESSING";
  });
  expect(slow).toEqual(Object.keys(settled));
});

const withoutTime = (key: string, value: unknown) => (key === "askAgainAt" ? undefined : value);

test("an answer has at most four digits of a card, for every source", () => {
  const source = fc.oneof(
    fc.constantFrom(...named.map(({ input }) => input)),
    fc
      .tuple(fc.constantFrom(...paymentSources), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 2020, max: 2035 }))
      .map(([row, month, year]) => card(row.card?.number ?? "4111111111111111", month, year)),
    fc.stringMatching(/^\d{12,19}$/).map((number) => card(number)),
    fc.stringMatching(/^\d{12,19}$/).map((token) => ({ token })),
    fc.stringMatching(/^(sim:)?(succeeded>)?\d{12,19}(>succeeded)?$/).map((token) => ({ token })),
    fc.stringMatching(/^\d{12,19}@[a-z]+$/).map((upi) => ({ upi })),
  );
  fc.assert(
    fc.property(source, (input) => {
      const result = simulator.authorize(input, now);
      const answer = JSON.stringify(result.ok ? result.value : result.refusal.details, withoutTime);
      expect(answer.replace('"last4":', "").replaceAll(/\D/g, "").length).toBeLessThanOrEqual(4);
    }),
  );
});
