import type { CancelOrderInput, Order } from "@till/contracts";
import { ok } from "@till/domain";
import { sql } from "drizzle-orm";
import type { Command } from "../command.ts";
import { advance, announce, notify, release } from "../effects.ts";
import { applying, legalOrder, writeEvent } from "../gate.ts";
import { outcomeOf, readBack, refusalOf } from "../order-command.ts";
import { orders } from "../schema/schema.ts";

/** Cancels an order that is not paid yet, and gives back what it held. */
export const cancelOrder: Command<CancelOrderInput, Order, ReturnType<typeof readBack>> = {
  plan(db, input, context) {
    const event = applying(context.commandId);
    return ok({
      writes: [
        writeEvent(
          db,
          {
            command: "cancel",
            input,
            type: "order.cancelled",
            orderId: sql`${orders.id}`,
            seq: sql`${orders.version} + 1`,
            reason: input.reason ?? null,
            from: legalOrder("cancel", input.id, context),
          },
          context,
        ),
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
