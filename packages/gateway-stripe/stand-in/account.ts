import {
  type Decline,
  type Intent,
  type IntentWish,
  type Refund,
  type RefundWish,
  newCharge,
  newIntent,
  newPaymentMethod,
  newRefund,
} from "./objects.ts";
import { shown } from "./shown.ts";
import { StripeRefusal, invalid } from "./refusal.ts";
import { type TestCard, plainDecline, sentences, testCards } from "./test-cards.ts";

/** The least amount of a payment. At Stripe each currency has its own (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts). */
const minAmount = 50;

/** Stripe takes amounts of up to eight digits. */
const maxAmount = 99_999_999;

/** Where an account tells what happens in it, and where the page of the customer's bank is. */
interface Surroundings {
  readonly tell: (type: string, object: object) => void;
  readonly challengeUrl: (intent: string) => string;
}

/** An account at Stripe, in memory: what becomes of its payments and refunds. */
export class Account {
  readonly intents = new Map<string, Intent>();
  readonly refunds = new Map<string, Refund>();
  /** Whether the account has the money for refunds. Without it, Stripe refuses them. */
  hasBalance = true;
  /** The currencies that the account takes; undefined for all. */
  currencies: readonly string[] | undefined;
  readonly #returnUrls = new Map<string, string>();
  readonly #around: Surroundings;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  intent(id: string): Intent {
    const found = this.intents.get(id);
    if (!found) throw invalid(`No such payment_intent: '${id}'`, { code: "resource_missing", param: "intent" }, 404);
    return found;
  }

  /** The PaymentIntents of a payment of Till. */
  intentsOf(paymentId: string): Intent[] {
    return [...this.intents.values()].filter(({ metadata }) => metadata["paymentId"] === paymentId);
  }

  createIntent(wish: IntentWish): Intent {
    if (wish.amount < minAmount)
      throw invalid("Amount must be no less than 50.", { code: "amount_too_small", param: "amount" });
    if (wish.amount > maxAmount)
      throw invalid("Amount must be no more than 99999999.", { code: "amount_too_large", param: "amount" });
    if (this.currencies?.includes(wish.currency) === false)
      throw invalid(`The account does not take ${wish.currency}.`, { param: "currency" });
    if (wish.return_url !== undefined && wish.confirm !== true)
      throw invalid("The parameter return_url can only be used with confirm=true.", { param: "return_url" });
    const { payment_method: method } = wish;
    const card = method === undefined ? undefined : testCards[method];
    if (method !== undefined && card === undefined)
      throw invalid(`No such PaymentMethod: '${method}'`, { code: "resource_missing", param: "payment_method" });
    const intent = newIntent(wish);
    this.intents.set(intent.id, intent);
    if (wish.confirm === true && card) this.#confirm(intent, card, wish.return_url ?? "");
    return intent;
  }

  cancelIntent(id: string, reason: Intent["cancellation_reason"]): Intent {
    const intent = this.intent(id);
    if (["succeeded", "canceled", "processing"].includes(intent.status))
      throw invalid(`You cannot cancel this PaymentIntent because it has a status of ${intent.status}.`, {
        code: "payment_intent_unexpected_state",
      });
    intent.status = "canceled";
    intent.cancellation_reason = reason;
    // Each change of a PaymentIntent clears the error of its last confirmation.
    intent.last_payment_error = null;
    intent.next_action = null;
    this.#around.tell("payment_intent.canceled", shown(intent));
    return intent;
  }

  /** The end of a payment that is being processed. */
  finish(id: string, succeeds: boolean): void {
    const intent = this.intent(id);
    if (succeeds) this.#succeed(intent);
    else this.#decline(intent, { code: "card_declined", decline_code: "generic_decline", message: plainDecline });
  }

  /** What the customer says on the page of their bank. Returns where they go then, with what Stripe adds to the URL. */
  answerChallenge(id: string, agrees: boolean): URL {
    const intent = this.intent(id);
    if (intent.status !== "requires_action") throw invalid("This payment does not wait for its customer.");
    if (agrees) this.#succeed(intent);
    else
      this.#fail(intent, {
        type: "invalid_request_error",
        code: "payment_intent_authentication_failure",
        message: "The provided PaymentMethod has failed authentication.",
      });
    const back = new URL(this.#returnUrls.get(id) ?? "");
    back.searchParams.set("payment_intent", id);
    back.searchParams.set("payment_intent_client_secret", intent.client_secret);
    back.searchParams.set("redirect_status", agrees ? "succeeded" : "failed");
    return back;
  }

  createRefund({ amount, metadata = {}, payment_intent: id = "" }: RefundWish): Refund {
    const intent = this.intent(id);
    if (intent.status !== "succeeded") throw invalid("This PaymentIntent does not have a successful charge to refund.");
    const left = intent.amount - this.#givenBack(id);
    const wished = amount ?? left;
    if (left === 0) throw invalid("The charge has already been refunded.", { code: "charge_already_refunded" });
    if (wished > left)
      throw invalid(`Refund amount (${wished}) is greater than unrefunded amount on charge (${left})`, {
        param: "amount",
      });
    if (!this.hasBalance)
      throw invalid("Insufficient funds in your Stripe balance to refund this amount.", {
        code: "balance_insufficient",
      });
    const refund = newRefund(wished, intent, metadata);
    if (this.#cardOf(intent).refunds === "pending")
      Object.assign(refund, { status: "pending", pending_reason: "processing" });
    this.refunds.set(refund.id, refund);
    this.#updateCharge(intent);
    this.#around.tell("refund.created", refund);
    return refund;
  }

  /** The end of a refund that is pending. */
  finishRefund(id: string, end: "succeeded" | "failed"): void {
    const refund = this.refunds.get(id);
    if (!refund) throw invalid(`No such refund: '${id}'`, { code: "resource_missing" }, 404);
    refund.status = end;
    delete refund.pending_reason;
    this.#updateCharge(this.intent(refund.payment_intent));
    if (end === "failed") refund.failure_reason = "expired_or_canceled_card";
    this.#around.tell("refund.updated", refund);
    if (end === "failed") this.#around.tell("refund.failed", refund);
  }

  /** How much of a payment was given back, or is on its way. */
  #givenBack(intent: string): number {
    const refunds = [...this.refunds.values()].filter(
      (one) => one.payment_intent === intent && one.status !== "failed",
    );
    return refunds.reduce((sum, { amount }) => sum + amount, 0);
  }

  #updateCharge({ id, amount, latest_charge: charge }: Intent): void {
    if (charge === null) return;
    charge.amount_refunded = this.#givenBack(id);
    charge.refunded = charge.amount_refunded === amount;
  }

  #cardOf({ payment_method: id }: Intent): TestCard {
    const card = id === null ? undefined : testCards[id];
    if (!card) throw invalid("This PaymentIntent has no card.");
    return card;
  }

  #confirm(intent: Intent, card: TestCard, returnUrl: string): void {
    const { outcome } = card;
    if (outcome === "succeeds") return this.#succeed(intent);
    if (outcome === "is_processed") {
      intent.status = "processing";
      return this.#around.tell("payment_intent.processing", shown(intent));
    }
    if (outcome === "asks_the_bank") {
      intent.status = "requires_action";
      this.#returnUrls.set(intent.id, returnUrl);
      const redirect = { return_url: returnUrl, url: this.#around.challengeUrl(intent.id) };
      intent.next_action = { type: "redirect_to_url", redirect_to_url: redirect };
      return undefined;
    }
    const { code, declineCode } = outcome;
    const message = sentences[declineCode] ?? plainDecline;
    this.#decline(intent, { code, decline_code: declineCode, message });
    throw new StripeRefusal(402, { ...intent.last_payment_error, message, payment_intent: shown(intent) });
  }

  #succeed(intent: Intent): void {
    intent.status = "succeeded";
    intent.next_action = null;
    intent.latest_charge = newCharge(intent, this.#cardOf(intent), null);
    this.#around.tell("payment_intent.succeeded", shown(intent));
  }

  #decline(intent: Intent, decline: Decline): void {
    const charge = newCharge(intent, this.#cardOf(intent), decline);
    intent.latest_charge = charge;
    this.#fail(intent, { type: "card_error", ...decline, charge: charge.id });
  }

  /** The card that failed leaves the PaymentIntent, and stays in its error. */
  #fail(intent: Intent, error: Readonly<Record<string, unknown>>): void {
    const method = newPaymentMethod(intent.payment_method ?? "", this.#cardOf(intent));
    intent.status = "requires_payment_method";
    intent.payment_method = null;
    intent.next_action = null;
    intent.last_payment_error = { ...error, payment_method: method };
    this.#around.tell("payment_intent.payment_failed", shown(intent));
  }
}
