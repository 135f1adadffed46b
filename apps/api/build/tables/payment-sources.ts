import { declineCodes, paymentSources, scenarioExamples, scenarioFaults } from "@till/contracts";
import { code, page, table } from "./markdown.ts";

const grouped = (number: string) => number.replaceAll(/(\d{4})(?=\d)/g, "$1 ");

/** The page of the cards, tokens and UPI addresses that the simulator knows. */
export const paymentSourcesPage = (): string =>
  page("Payment sources", {
    from: `${code("packages/contracts/src/payment-sources.ts")} and ${code("scenarios.ts")} beside it`,
    parts: [
      "You choose how a payment comes out: each source has one outcome, always. Any date in the future and any CVC will do. Till refuses every other card number and stores none.",
      table(
        ["token", "card or UPI address", "outcome"],
        paymentSources.map(({ token, card, upi, outcome }) => [
          token === null ? "" : code(token),
          card === null ? (upi === null ? "" : code(upi)) : code(grouped(card.number)),
          code(outcome),
        ]),
      ),
      `A program sends ${code('{ "token": "pm_card_visa" }')}, ${code('{ "card": { "number": …, "expMonth": …, "expYear": …, "cvc": … } }')} or ${code('{ "upi": "success@razorpay" }')} as ${code("source")}. Without a source, a card that succeeds is used.`,
      "## Scenarios",
      "A scenario scripts the attempts of an order, their answers and its refunds. [Scenarios](../scenarios.md) has the grammar.",
      table(
        ["token", "what happens"],
        scenarioExamples.map(({ token, text }) => [code(token), text]),
      ),
      `What ${code("!")} does to an answer: ${Object.keys(scenarioFaults).map(code).join(", ")}.`,
      "## Why a payment failed",
      table(
        ["`declineCode`", "what the shopper reads"],
        Object.entries(declineCodes).map(([name, text]) => [code(name), text]),
      ),
    ],
  });
