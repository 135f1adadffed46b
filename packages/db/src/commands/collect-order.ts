import type { CollectOrderInput, MaskedSource, OrderPayment } from "@till/contracts";
import { ok } from "@till/domain";
import { sql } from "drizzle-orm";
import type { Command } from "../command.ts";
import { advance, announce, insertPayment, notify, paidIfSucceeded } from "../effects.ts";
import { applying, writeOrderEvent } from "../gate.ts";
import { outcomeOf, readBack, refusalOf } from "../order-command.ts";
import { orderEvents } from "../schema/schema.ts";
import { paymentOf } from "./pay-order.ts";

const cash: MaskedSource = { type: "cash" };

/** Marks the cash of a COD order as received. */
export const collectOrder: Command<CollectOrderInput, OrderPayment, ReturnType<typeof readBack>> = {
  plan(db, input, context) {
    const event = applying(context.commandId);
    return ok({
      writes: [
        writeOrderEvent(
          db,
          {
            id: input.id,
            command: "collect",
            input,
            type: "order.paid",
            paymentId: `pay_${context.commandId}`,
          },
          context,
        ),
        insertPayment(db, event, { status: "SUCCEEDED", source: cash, settledAt: sql`${orderEvents.at}` }),
        notify(db, event),
        announce(db, event),
        advance(db, paidIfSucceeded, event),
      ],
      reads: readBack(db, input, input.id, context),
    });
  },

  read(rows, input, context) {
    const outcome = outcomeOf("collect", rows, input, context) ?? refusalOf("collect", rows, input.id, context);
    return outcome.ok ? paymentOf(outcome.value) : outcome;
  },
};
