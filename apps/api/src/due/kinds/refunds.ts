import {
  type DueRefund,
  type Finished,
  finishRefunds,
  gatewayLeaseMs,
  gatewayPieceSize,
  takeDueRefunds,
} from "@till/db";
import { nextGatewayCallAt } from "@till/domain";
import { log } from "../../log.ts";
import type { Kind } from "../kind.ts";
import { TookTooLong, inTime, sentenceOf } from "../time-limit.ts";
import { gatewayTimeoutMs } from "./settlements.ts";

interface Told extends Finished<string> {
  readonly isUnanswered: boolean;
}

/** Refunds that a remote gateway must be told about, until it has accepted them. */
export const refunds: Kind<DueRefund, Told> = {
  pieceSize: gatewayPieceSize,
  leaseMs: gatewayLeaseMs,
  itemMs: gatewayTimeoutMs,
  atOnce: 5,
  perRun: 50 * gatewayPieceSize,
  waitsForOthers: () => true,
  async take({ db, gateway }, taker) {
    return gateway.kind === "remote" ? takeDueRefunds(db, taker) : [];
  },
  async attempt({ gateway, clock }, { id, amount, paymentId, reference, attempts }) {
    if (gateway.kind !== "remote") throw new Error("Only a remote gateway is told of refunds.");
    try {
      await inTime(gatewayTimeoutMs, () => gateway.refund({ refundId: id, amount, paymentId, reference }));
      return { id, error: null, nextAttemptAt: null, isUnanswered: false };
    } catch (error) {
      const nextAttemptAt = nextGatewayCallAt(attempts, clock().toISOString());
      log.error("The gateway did not take a refund; it will be told again.", { refundId: id, nextAttemptAt, error });
      return { id, error: sentenceOf(error), nextAttemptAt, isUnanswered: error instanceof TookTooLong };
    }
  },
  isUnanswered: ({ isUnanswered }) => isUnanswered,
  record: ({ db }, { taker, made, givenBack, now }) =>
    finishRefunds(db, taker, {
      finished: made.map(({ outcome }) => outcome),
      givenBack: givenBack.map(({ id }) => id),
      now,
    }),
};
