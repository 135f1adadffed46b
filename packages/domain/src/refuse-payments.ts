import { type Action, type DeclineCode, type Payment, type Reading, declineCodes, limits } from "@till/contracts";
import { once } from "./once.ts";
import { refusal } from "./refusal.ts";
import type { AttemptState, OrderState } from "./transitions.ts";

const choice = once(() => new Intl.ListFormat("en", { type: "disjunction" }));

/** The sentences of the refusals about attempts to pay. */
export const refusePayments = {
  testCardRequired: () =>
    refusal(
      "TEST_CARD_REQUIRED",
      "Payments are simulated here, and only test cards, test tokens and test UPI addresses are taken, such as 4242 4242 4242 4242. Never enter a real card.",
      {},
    ),

  /** A token that begins as a scenario does. It may say only what was read of it: the rest could be anything. */
  notAScenario: ({ read, next, mayEnd }: Reading) =>
    refusal(
      "TEST_CARD_REQUIRED",
      `The scenario is wrong after “${read}”. There it takes ${choice().format([...next, ...(mayEnd ? ["its end"] : [])])}.`,
      {},
    ),

  /** Its customer and staff may cancel it, and that is what is left. */
  tooManyAttempts: (order: OrderState, actions: Action[]) =>
    refusal(
      "TOO_MANY_ATTEMPTS",
      `Order #${order.id} has had ${limits.paymentAttempts} attempts to pay, and no more are taken. Cancel it and place it again, or ask the shop.`,
      { orderId: order.id, limit: limits.paymentAttempts },
      actions,
    ),

  paymentInProgress: (order: OrderState, open: AttemptState, actions: Action[]) =>
    refusal(
      "PAYMENT_IN_PROGRESS",
      open.status === "PROCESSING" && !open.actionUrl
        ? `A payment of order #${order.id} is being processed. Wait until it is settled.`
        : `A payment of order #${order.id} waits to be confirmed with the bank. Confirm or reject it, or pay with another card.`,
      { orderId: order.id, paymentId: open.id, paymentStatus: open.status },
      actions,
    ),

  paymentNotOpen: (order: OrderState, paymentId: string, actions: Action[]) =>
    refusal(
      "PAYMENT_NOT_OPEN",
      `Order #${order.id} has no payment ${paymentId} that waits to be confirmed.`,
      { orderId: order.id, paymentId },
      actions,
    ),

  /** A remote gateway asks the customer on a page of its own, and only it knows what they said. */
  confirmedAtBank: (order: OrderState, paymentId: string, actions: Action[]) =>
    refusal(
      "PAYMENT_NOT_OPEN",
      `The payment of order #${order.id} is confirmed on the page of the bank, and not here. Its nextAction has the address.`,
      { orderId: order.id, paymentId },
      actions,
    ),

  /** The message is Till's, the same for the same code at every gateway. The gateway's own words are a detail. */
  paymentDeclined: (
    { id: paymentId, orderId, gatewaySentence }: Pick<Payment, "id" | "orderId" | "gatewaySentence">,
    declineCode: DeclineCode,
    actions: Action[],
  ) =>
    refusal(
      "PAYMENT_DECLINED",
      declineCodes[declineCode],
      { orderId, paymentId, declineCode, gatewaySentence },
      actions,
    ),

  gatewayRequired: () =>
    refusal(
      "GATEWAY_REQUIRED",
      "No payment gateway is set up here, so no money would move. Choose cash on delivery (COD). The setting GATEWAY names a payment gateway.",
      {},
    ),
};
