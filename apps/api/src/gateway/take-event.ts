import { defaultTill, isTillId } from "@till/contracts";
import { type KnownAttempt, findAttempt, findRefund, keepProcessing, readTillState } from "@till/db";
import { type GatewayEvent, type RemoteAnswer, type RemoteGateway, nextAskAt } from "@till/domain";
import { endAttempt, endLate } from "../commands/end-attempt.ts";
import { completeFailed, endRefund } from "../commands/end-refund.ts";
import { asTill } from "../commands/run.ts";
import { gatewayOf } from "../due/gateway-of.ts";
import { log } from "../log.ts";
import { valueOf } from "../refusals/refusal-error.ts";
import type { Work } from "../work/work.ts";

/**
 * The work in the till that an event names, by the clock of that till. The gateway has signed the name, so it counts and
 * not the path of the request. Null if there can be no such till here.
 */
export async function workInTillOf(work: Work, { till }: GatewayEvent): Promise<Work | null> {
  const id = till ?? defaultTill;
  if (id === work.till) return work;
  if (id === defaultTill) return work.inTill(id);
  if (work.config.TILLS !== "many" || !isTillId(id)) return null;
  const other = work.inTill(id);
  return work.config.SANDBOX ? work.inTill(id, (await readTillState(other.db, [])).clock) : other;
}

/** Applies what a gateway tells. What is known already changes nothing, so events may come twice and in any order. */
export const takeEvent = (work: Work, gateway: RemoteGateway, event: GatewayEvent): Promise<void> =>
  event.kind === "payment" ? takePaymentEvent(work, gateway, event) : takeRefundEvent(work, gateway, event);

type EventOf<Kind extends GatewayEvent["kind"]> = Extract<GatewayEvent, { kind: Kind }>;

async function takePaymentEvent(work: Work, gateway: RemoteGateway, event: EventOf<"payment">): Promise<void> {
  const { paymentId, answer } = event;
  const attempt = await findAttempt(work.db, paymentId);
  if (attempt === undefined || gatewayOf(work, attempt.gateway) !== gateway) return isNotItsOwn(gateway, { paymentId });
  if (attempt.status === answer.status && answer.status !== "PROCESSING") return;
  switch (answer.status) {
    case "PROCESSING":
      return keepOpen(work, attempt, answer);
    case "SUCCEEDED":
    case "FAILED": {
      if (attempt.status === "SUCCEEDED")
        return log.error("A gateway says that a payment failed which had succeeded.", {
          paymentId,
          gateway: gateway.name,
        });
      const outcome = { id: attempt.orderId, paymentId, answer, attempts: Math.max(attempt.attempts, 1) };
      await (attempt.status === "FAILED" ? endLate(work, outcome) : endAttempt(work, outcome));
    }
  }
}

async function keepOpen(
  work: Work,
  { id: paymentId, orderId }: KnownAttempt,
  answer: Extract<RemoteAnswer, { status: "PROCESSING" }>,
): Promise<void> {
  const acting = asTill(work);
  const askAgainAt = nextAskAt(answer.askAgainAt, acting.now);
  valueOf(await keepProcessing(work.db, { orderId, paymentId, answer: { ...answer, askAgainAt } }, acting));
}

async function takeRefundEvent(work: Work, gateway: RemoteGateway, event: EventOf<"refund">): Promise<void> {
  const { refundId, answer } = event;
  const refund = await findRefund(work.db, refundId);
  if (refund === undefined || gatewayOf(work, refund.gateway) !== gateway) return isNotItsOwn(gateway, { refundId });
  if (answer.status === "PENDING" || answer.status === refund.status) return;
  if (refund.status === "PENDING")
    return endRefund(work, refund, answer.status === "FAILED" ? { ...answer, isRefused: true } : answer);
  if (answer.status === "SUCCEEDED" && refund.status === "FAILED" && (await completeFailed(work, refund))) return;
  log.error("A gateway says something else of a refund that has ended: look at the gateway.", {
    refundId,
    refundStatus: refund.status,
    answer,
  });
}

/** A till that was reset or deleted, a payment that another system made at the same account, or a gateway that is mistaken. */
const isNotItsOwn = ({ name: gateway }: RemoteGateway, about: Readonly<Record<string, string>>): void =>
  log.error("A gateway told of something that Till does not have from it.", { gateway, ...about });
