import { confirmPaymentInput } from "@till/contracts";
import { type PaymentWithOrder, findPayment } from "@till/db";
import { confirmPayment } from "../commands/payments.ts";
import { returnTo } from "../commands/return-url.ts";
import { RefusalError } from "../refusals/refusal-error.ts";
import type { Work } from "../work/work.ts";
import { till } from "@till/domain";
import {
  type Attempt,
  type Subject,
  askPage,
  noAnswerPage,
  resultPage,
  tooLatePage,
  unknownPaymentPage,
} from "./confirm-page.ts";
import type { Answer } from "./page.ts";

/** Where a customer goes after they have answered: a page of the shop that placed the order. */
interface Redirect {
  readonly to: string;
}

/** The answer to a form that is longer than an answer. */
export const tooLong: Answer = { status: 413, page: noAnswerPage };

/** The way back to the shop of an attempt, as long as the settings allow it. */
const wayBack = ({ id, order }: PaymentWithOrder, work: Work) =>
  returnTo({ id: order.id, returnUrl: order.recorded?.returnUrl ?? null }, id, work);

/** Shows an attempt that waits for its customer, or its result. One request to the database. */
export const viewPayment = async (work: Work, paymentId: string): Promise<Answer> =>
  view(await findPayment(work.db, paymentId), work);

/**
 * Takes the customer's answer, a form with the field `outcome`, and shows the result, or leads back to their shop. Two requests to the database. A
 * form that is sent twice finds the attempt settled, or the event of the first form (see `settlePayment`).
 */
export async function answerPayment(ctx: Work, paymentId: string, form: string): Promise<Answer | Redirect> {
  const answer = confirmPaymentInput.shape.outcome.safeParse(new URLSearchParams(form).get("outcome"));
  if (!answer.success) return { status: 400, page: noAnswerPage };
  const attempt = await findPayment(ctx.db, paymentId);
  const seen = view(attempt, ctx);
  if (!attempt || seen.status !== 200) return seen;
  const to = wayBack(attempt, ctx);
  const end = (result: Attempt, order: Subject): Answer | Redirect =>
    to === null ? { status: 200, page: resultPage(result, order, { ...ctx, to }) } : { to };
  const input = { id: attempt.orderId, paymentId, outcome: answer.data };
  try {
    const { payment, order } = await confirmPayment({ ...ctx, actor: till }, input);
    return end(payment, order);
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    const { refusal } = error;
    if (refusal.code !== "PAYMENT_DECLINED") return { status: 409, page: tooLatePage(refusal.message) };
    const declined = { ...attempt, status: "FAILED" as const, declineCode: refusal.details.declineCode };
    return end(declined, attempt.order);
  }
}

function view(attempt: PaymentWithOrder | undefined, work: Work): Answer {
  // A gateway with its own page confirms its attempts there, not here.
  if (!attempt || attempt.actionUrl !== null) return { status: 404, page: unknownPaymentPage };
  const { order } = attempt;
  const to = wayBack(attempt, work);
  if (attempt.status !== "REQUIRES_ACTION") return { status: 409, page: resultPage(attempt, order, { ...work, to }) };
  const page = askPage(attempt, order, { isSandbox: work.config.SANDBOX });
  // The answer to the form leads there, and browsers hold that against the policy of the form.
  return { status: 200, page, leadsTo: to === null ? undefined : new URL(to).origin };
}
