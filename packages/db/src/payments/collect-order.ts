import type { CollectOrderInput } from "@till/contracts";
import { idOfCommand, ok } from "@till/domain";
import { sql } from "drizzle-orm";
import { insertPayment, paidIfSucceeded, toSourceColumn } from "../commands/effects.ts";
import { event } from "../commands/gate.ts";
import { orderCommand } from "../commands/order-command.ts";
import { cashName } from "./insert-refund.ts";
import { paymentOf } from "./pay-order.ts";

const cash = toSourceColumn({ type: "cash" });

/** Marks the cash of a COD order as received. */
export const collectOrder = orderCommand("collect", {
  values: (_input: CollectOrderInput, { commandId }) => ok({ paymentId: `pay_${idOfCommand(commandId)}` }),
  event: (given) => ({ type: "order.paid", paymentId: given.paymentId }),
  effects: (events) => [
    insertPayment(events, { status: sql`'SUCCEEDED'`, source: cash, gateway: cashName, settledAt: sql`${event.at}` }),
  ],
  change: paidIfSucceeded,
  answer: paymentOf,
});
