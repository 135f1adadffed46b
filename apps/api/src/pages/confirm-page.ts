import { type Order, type Payment, declineCodes } from "@till/contracts";
import { describeSource, formatMoney, formatTime, isExpired, sourceLabel } from "@till/domain";
import { html } from "hono/html";
import { pageOf } from "../commands/return-url.ts";
import type { Work } from "../work/work.ts";
import { type Page, messagePage } from "./page.ts";

/** Relative, so that they stay in the same till as the page, `/payments/{id}/confirm`. */
const links = { confirm: "confirm", receipt: "receipt", order: (order: Subject) => `../..${pageOf(order)}` };

/** The facts about an attempt to pay and its order that these pages need. */
export type Attempt = Pick<Payment, "id" | "amount" | "source" | "status" | "declineCode">;
export type Subject = Pick<Order, "id" | "userId" | "currency" | "status" | "expiresAt">;

const simulated = html`<p class="notice note">
  <strong>Simulated bank.</strong> No real bank is asked here, and no money moves.
</p>`;

/** Asks the customer, instead of their bank, to confirm the payment. */
export const askPage = ({ amount, source }: Attempt, order: Subject, { isSandbox }: { isSandbox: boolean }): Page => ({
  title: "Confirm your payment",
  body: ({ name, locale }) =>
    html`<main class="narrow">
      <div class="stack">
        ${isSandbox ? simulated : ""}
        <h1>Confirm your payment</h1>
        <p class="amount">${formatMoney(amount, order.currency, locale)}</p>
        <dl class="facts">
          <dt>To</dt>
          <dd>${name}</dd>
          <dt>For</dt>
          <dd>Order #${order.id}</dd>
          <dt>With</dt>
          <dd>${sourceLabel(source)}</dd>
        </dl>
        <p class="soft">Your bank wants to know that it is really you. Did you ask for this payment?</p>
      </div>
      <form class="buttons" method="post" action="${links.confirm}">
        <button class="button main" name="outcome" value="COMPLETE">Approve payment</button>
        <button class="button" name="outcome" value="REJECT">Reject payment</button>
      </form>
    </main>`,
});

/** What the result of an attempt is told with. */
type Telling = Pick<Work, "now" | "shop"> & {
  /** The page of the shop that placed the order; null for Till's own. */
  readonly to: string | null;
};

/** The result of an attempt, and what the customer can do next. */
export function resultPage(attempt: Attempt, order: Subject, { now, shop, to }: Telling): Page {
  const subject = `${formatMoney(attempt.amount, order.currency, shop.locale)} for order #${order.id}`;
  switch (attempt.status) {
    case "SUCCEEDED":
      return messagePage("Payment approved", [`${subject} was paid with ${describeSource(attempt.source)}.`], {
        tone: "good",
        more: html`${backTo(order, to)}
          <p><a href="${links.receipt}">See the receipt</a></p>`,
      });
    case "FAILED":
      return messagePage(
        "Not paid",
        [
          `${subject} was not paid, and no money was taken.`,
          ...(attempt.declineCode === null ? [] : [declineCodes[attempt.declineCode]]),
          whatNext(order, { now, shop }),
        ],
        { tone: "bad", more: backTo(order, to) },
      );
    case "PROCESSING":
    case "REQUIRES_ACTION":
      return messagePage(
        "Not settled yet",
        [
          `${subject} is still being processed. There is nothing to do here.`,
          "The page of the order tells you when the payment is settled.",
        ],
        { more: backTo(order, to) },
      );
  }
}

/** The way back to the shop. */
const backTo = (order: Subject, to: string | null) =>
  html`<p>
    <a class="button main" href="${to ?? links.order(order)}"
      >${to === null ? `Back to order #${order.id}` : "Back to the shop"}</a
    >
  </p>`;

function whatNext(order: Subject, { now, shop }: Pick<Telling, "now" | "shop">): string {
  if (order.status === "CANCELLED") return `Order #${order.id} was cancelled. To buy the same, place a new order.`;
  if (order.status !== "PENDING") return `Order #${order.id} was paid in another way. There is nothing left to pay.`;
  if (isExpired(order, now)) return "The time to pay this order is over. To buy the same, place a new order.";
  const until = order.expiresAt === null ? "" : ` It is kept for you until ${formatTime(order.expiresAt, shop)}.`;
  return `You can pay order #${order.id} again or another way.${until}`;
}

export const unknownPaymentPage: Page = messagePage("No such payment", [
  "There is no payment at this address. Check that you have the whole address, or open it from the shop again.",
]);

export const noAnswerPage: Page = messagePage(
  "That was no answer",
  ["Nothing has been changed. Choose one of the two buttons."],
  { more: html`<p><a href="${links.confirm}">Back to the payment</a></p>` },
);

/** The attempt was settled, or its order changed, before the customer answered. `why` says which. */
export const tooLatePage = (why: string): Page =>
  messagePage("Too late", ["This payment was settled in the meantime, so your answer changed nothing.", why], {
    more: html`<p><a href="${links.confirm}">See what came of the payment</a></p>`,
  });
