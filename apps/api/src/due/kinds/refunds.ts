import {
  type DueRefund,
  type Finished,
  finishRefunds,
  gatewayLeaseMs,
  gatewayPieceSize,
  takeDueRefunds,
} from "@till/db";
import { type Gateway, type MoneyBack, nextGatewayCallAt } from "@till/domain";
import { log } from "../../log.ts";
import type { Kind } from "../kind.ts";
import { TookTooLong, inTime, sentenceOf } from "../time-limit.ts";
import { gatewayTimeoutMs } from "./settlements.ts";

interface Told extends Finished<string> {
  readonly isUnanswered: boolean;
}

/** Refunds that the gateway must be told about, until it has accepted them. */
export const refunds: Kind<DueRefund, Told> = {
  pieceSize: gatewayPieceSize,
  leaseMs: gatewayLeaseMs,
  itemMs: gatewayTimeoutMs,
  atOnce: 5,
  perRun: 50 * gatewayPieceSize,
  waitsForOthers: ({ gateway }) => gateway.kind === "remote",
  async take({ db, gateway }, taker) {
    return gateway.kind === "none" ? [] : takeDueRefunds(db, taker);
  },
  async attempt({ gateway, clock }, { id, amount, paymentId, reference, attempts }) {
    try {
      await tell(gateway, { refundId: id, amount, paymentId, reference }, attempts);
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

/** Tells the gateway of a refund for the nth time. @throws Error if it does not take it. */
async function tell(gateway: Gateway, refund: MoneyBack, tries: number): Promise<void> {
  switch (gateway.kind) {
    case "remote":
      return inTime(gatewayTimeoutMs, () => gateway.refund(refund));
    case "instant": {
      const whyNot = gateway.refund(refund, tries);
      if (whyNot !== null) throw new Error(whyNot);
      return undefined;
    }
    case "none":
      throw new Error("There is no gateway to tell of refunds.");
  }
}
