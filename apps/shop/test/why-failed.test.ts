import { expect, test } from "vitest";
import { whyFailed } from "../src/orders/why-failed.ts";

test("a failed payment says why in Till's words, and quotes the gateway if it said something", () => {
  const declineMessage = "The card was declined.";
  expect(whyFailed({ declineMessage: null, gatewaySentence: null })).toBeNull();
  expect(whyFailed({ declineMessage, gatewaySentence: null })).toBe(declineMessage);
  expect(whyFailed({ declineMessage, gatewaySentence: "Call us." })).toBe(
    "The card was declined. The payment provider says: “Call us.”",
  );
});
