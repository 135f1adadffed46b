import { confirmPaymentInput } from "@till/contracts";
import { type PaymentWithOrder, findPayment } from "@till/db";
import { confirmPayment } from "../commands/payments.ts";
import { RefusalError } from "../refusals/refusal-error.ts";
import type { Work } from "../work/work.ts";
import { till } from "@till/domain";
import { askPage, noAnswerPage, resultPage, tooLatePage, unknownPaymentPage } from "./confirm-page.ts";
import type { Answer } from "./page.ts";

/** Shows an attempt that waits for its customer, or its result. One request to the database. */
export const viewPayment = async (work: Work, paymentId: string): Promise<Answer> =>
  view(await findPayment(work.db, paymentId), work);

/**
 * Takes the customer's answer, a form with the field `outcome`, and shows the result. Two requests to the database. A
 * form that is sent twice finds the attempt settled, or the event of the first form (see `settlePayment`).
 */
export async function answerPayment(ctx: Work, paymentId: string, form: string): Promise<Answer> {
  const answer = confirmPaymentInput.shape.outcome.safeParse(new URLSearchParams(form).get("outcome"));
  if (!answer.success) return { status: 400, page: noAnswerPage };
  const attempt = await findPayment(ctx.db, paymentId);
  const seen = view(attempt, ctx);
  if (!attempt || seen.status !== 200) return seen;
  const input = { id: attempt.orderId, paymentId, outcome: answer.data };
  try {
    const { payment, order } = await confirmPayment({ ...ctx, actor: till }, input);
    return { status: 200, page: resultPage(payment, order, ctx) };
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    const { refusal } = error;
    if (refusal.code !== "PAYMENT_DECLINED") return { status: 409, page: tooLatePage(refusal.message) };
    const declined = { ...attempt, status: "FAILED" as const, declineCode: refusal.details.declineCode };
    return { status: 200, page: resultPage(declined, attempt.order, ctx) };
  }
}

function view(attempt: PaymentWithOrder | undefined, work: Work): Answer {
  // A gateway with its own page confirms its attempts there, not here.
  if (!attempt || attempt.actionUrl !== null) return { status: 404, page: unknownPaymentPage };
  const { order } = attempt;
  if (attempt.status !== "REQUIRES_ACTION") return { status: 409, page: resultPage(attempt, order, work) };
  return { status: 200, page: askPage(attempt, order, { isSandbox: work.config.SANDBOX }) };
}
