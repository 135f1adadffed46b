import type { CreateOrderInput, Order } from "@till/contracts";
import { type Gateway, ok, refuse, refused } from "@till/domain";
import { type SQL, sql } from "drizzle-orm";
import type { Command, CommandContext } from "../command.ts";
import type { Database } from "../database.ts";
import { advance, announce, moveStock, saveCustomer, takeDiscountUse } from "../effects.ts";
import { applying, writeEvent } from "../gate.ts";
import { insertFrom } from "../insert-from.ts";
import { orderOfEvent, outcomeOf, readBack } from "../order-command.ts";
import { type Basket, pricedBasket, problemsOf, selectPriced, sellable } from "../pricing.ts";
import { orderEvents, orderItems, orders } from "../schema/schema.ts";

/**
 * Places an order: takes every line at the price of now and out of stock, or nothing at all. Whoever orders for the
 * first time becomes a customer, and who ordered before is brought up to date, as their token says.
 */
export const createOrder = (gateway: Gateway): Command<CreateOrderInput, Order, ReturnType<typeof reads>> => ({
  plan(db, input, context) {
    if (input.paymentMethod === "ONLINE" && gateway.kind === "none") return refused(refuse.gatewayRequired());
    const basket = basketOf(input, context);
    const event = applying(context.commandId);
    return ok({
      writes: [
        writeEvent(
          db,
          {
            command: "create",
            input,
            type: "order.created",
            // Only a reset of the sandbox deletes orders, all of them, and the batch holds the write lock: the next id is free.
            orderId: sql`(SELECT coalesce(max(id), 0) + 1 FROM ${orders})`,
            seq: 1,
            from: sellable(basket),
          },
          context,
        ),
        ...saveCustomer(db, event, context),
        insertOrder(db, event, basket, input, context),
        insertItems(db, event, basket),
        moveStock(db, "take", event),
        ...takeDiscountUse(db, event),
        announce(db, event),
        advance(db, {}, event),
      ],
      reads: reads(db, input, context),
    });
  },

  read(rows, input, context) {
    const outcome = outcomeOf("create", rows, input, context);
    if (outcome !== null) return outcome.ok ? ok(outcome.value.order) : outcome;
    const [problem] = problemsOf(rows.basket, input.discountCode);
    if (!problem) throw new Error("A basket that can be sold was refused.");
    return refused(problem);
  },
});

const basketOf = ({ items, discountCode }: CreateOrderInput, { actor, now }: CommandContext): Basket => ({
  lines: items,
  discountCode,
  customerId: actor.id,
  now,
});

const reads = (db: Database, input: CreateOrderInput, context: CommandContext) => ({
  ...readBack(db, input, orderOfEvent(input, context), context),
  basket: selectPriced(db, basketOf(input, context)),
});

function insertOrder(
  db: Database,
  event: SQL,
  basket: Basket,
  { paymentMethod, discountCode }: CreateOrderInput,
  { actor, now, orderTtlMinutes }: CommandContext,
) {
  const expiresAt = new Date(Date.parse(now) + orderTtlMinutes * 60_000).toISOString();
  return insertFrom(
    db,
    orders,
    {
      id: sql`${orderEvents.orderId}`,
      version: 0,
      userId: actor.id,
      status: "PENDING",
      paymentMethod,
      currency: sql`priced.currency`,
      subtotalAmount: sql`priced.subtotal`,
      discountAmount: sql`priced.discount_amount`,
      discountCode: discountCode ?? null,
      totalAmount: sql`priced.subtotal - priced.discount_amount`,
      refundedAmount: 0,
      createdAt: now,
      updatedAt: now,
      expiresAt: paymentMethod === "ONLINE" ? expiresAt : null,
    },
    sql`FROM ${event}, ${pricedBasket(basket)} WHERE priced.position = 0`,
  );
}

const insertItems = (db: Database, event: SQL, basket: Basket) =>
  insertFrom(
    db,
    orderItems,
    {
      orderId: sql`${orderEvents.orderId}`,
      position: sql`priced.position`,
      productId: sql`priced.product_id`,
      sku: sql`priced.sku`,
      name: sql`priced.name`,
      quantity: sql`priced.quantity`,
      unitPrice: sql`priced.unit_price`,
      discountAmount: sql`priced.line_discount`,
      totalAmount: sql`priced.amount - priced.line_discount`,
    },
    sql`FROM ${event}, ${pricedBasket(basket)} WHERE TRUE`,
  );
