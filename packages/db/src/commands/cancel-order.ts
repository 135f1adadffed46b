import type { CancelOrderInput, Order } from "@till/contracts";
import { ok } from "@till/domain";
import type { Command } from "../command.ts";
import { advance, announce, notify, release, saveCustomer } from "../effects.ts";
import { applying, writeOrderEvent } from "../gate.ts";
import { outcomeOf, readBack, refusalOf } from "../order-command.ts";

/** Cancels an order that is not paid yet, and gives back what it held. */
export const cancelOrder: Command<CancelOrderInput, Order, ReturnType<typeof readBack>> = {
  plan(db, input, context) {
    const event = applying(context.commandId);
    return ok({
      writes: [
        writeOrderEvent(
          db,
          {
            id: input.id,
            command: "cancel",
            input,
            type: "order.cancelled",
            reason: input.reason ?? null,
          },
          context,
        ),
        ...saveCustomer(db, event, context),
        ...release(db, event),
        notify(db, event),
        announce(db, event),
        advance(db, { status: "CANCELLED", cancelledAt: context.now, cancelReason: input.reason ?? null }, event),
      ],
      reads: readBack(db, input, input.id, context),
    });
  },

  read(rows, input, context) {
    const outcome = outcomeOf("cancel", rows, input, context) ?? refusalOf("cancel", rows, input.id, context);
    return outcome.ok ? ok(outcome.value.order) : outcome;
  },
};
