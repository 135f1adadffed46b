import { type CreateOrderInput, type Order, type OrderLine, limits } from "@till/contracts";
import { type Result, ok, refuse, refused } from "@till/domain";
import { inArray, sql } from "drizzle-orm";
import { basketRows, sellable } from "../basket.ts";
import type { Command, CommandContext, Rows } from "../command.ts";
import type { Database } from "../database.ts";
import { advance, moveStock } from "../effects.ts";
import { applying, writeEvent } from "../gate.ts";
import { insertFrom } from "../insert-from.ts";
import { orderOfEvent, outcomeOf, readBack } from "../order-command.ts";
import { customers, orderEvents, orderItems, orders, products } from "../schema/schema.ts";

/**
 * Places an order: takes every line at the price of now and out of stock, or nothing at all. Whoever orders for the
 * first time becomes a customer, and who ordered before is brought up to date, as their token says.
 */
export const createOrder: Command<CreateOrderInput, Order, ReturnType<typeof reads>> = {
  plan: (db, input, context) =>
    ok({
      writes: [
        writeEvent(
          db,
          {
            command: "create",
            input,
            type: "order.created",
            // Orders are never deleted, and the batch holds the write lock: the next id is free.
            orderId: sql`(SELECT coalesce(max(id), 0) + 1 FROM ${orders})`,
            seq: 1,
            from: sellable(input.items),
          },
          context,
        ),
        saveCustomer(db, context),
        insertOrder(db, input, context),
        insertItems(db, input.items, context),
        moveStock(db, "take", context),
        advance(db, {}, context),
      ],
      reads: reads(db, input, context),
    }),

  read(rows, input, context) {
    const outcome = outcomeOf("create", rows, input, context) ?? refusalOf(rows, input.items);
    return outcome.ok ? ok(outcome.value.order) : outcome;
  },
};

const reads = (db: Database, input: CreateOrderInput, context: CommandContext) => ({
  ...readBack(db, input, orderOfEvent(input, context), context),
  products: db
    .select()
    .from(products)
    .where(
      inArray(
        products.id,
        input.items.map(({ productId }) => productId),
      ),
    ),
});

function saveCustomer(db: Database, { actor, commandId }: CommandContext) {
  if (actor.role === "system") throw new Error("Till places no orders of its own.");
  const { id, role, name, email, phone } = actor;
  return insertFrom(
    db,
    customers,
    { id, role, name, email, phone },
    sql`FROM ${applying(commandId)} WHERE TRUE`,
    sql`ON CONFLICT (id) DO UPDATE SET role = excluded.role, name = excluded.name,
      email = coalesce(excluded.email, email), phone = coalesce(excluded.phone, phone)`,
  );
}

function insertOrder(
  db: Database,
  input: CreateOrderInput,
  { actor, now, commandId, orderTtlMinutes }: CommandContext,
) {
  const expiresAt = new Date(Date.parse(now) + orderTtlMinutes * 60_000).toISOString();
  const subtotal = sql`sum(basket.quantity * ${products.unitPrice})`;
  return insertFrom(
    db,
    orders,
    {
      id: sql`${orderEvents.orderId}`,
      version: 0,
      userId: actor.id,
      status: "PENDING",
      paymentMethod: input.paymentMethod,
      currency: sql`min(${products.currency})`,
      subtotalAmount: subtotal,
      discountAmount: 0,
      totalAmount: subtotal,
      refundedAmount: 0,
      createdAt: now,
      updatedAt: now,
      expiresAt: input.paymentMethod === "ONLINE" ? expiresAt : null,
    },
    sql`FROM ${applying(commandId)}, ${basketRows(input.items)} GROUP BY ${orderEvents.orderId}`,
  );
}

const insertItems = (db: Database, lines: readonly OrderLine[], { commandId }: CommandContext) =>
  insertFrom(
    db,
    orderItems,
    {
      orderId: sql`${orderEvents.orderId}`,
      position: sql`basket.position`,
      productId: sql`${products.id}`,
      sku: sql`${products.sku}`,
      name: sql`${products.name}`,
      quantity: sql`basket.quantity`,
      unitPrice: sql`${products.unitPrice}`,
      discountAmount: 0,
      totalAmount: sql`basket.quantity * ${products.unitPrice}`,
    },
    sql`FROM ${applying(commandId)}, ${basketRows(lines)} WHERE TRUE`,
  );

/** Why a basket could not be sold, from the products as they were when it was refused. */
function refusalOf(rows: Rows<ReturnType<typeof reads>>, lines: readonly OrderLine[]): Result<never> {
  const known = new Map(rows.products.map((product) => [product.id, product]));
  const unknown = lines.filter(({ productId }) => !known.has(productId)).map(({ productId }) => productId);
  if (unknown.length > 0) return refused(refuse.productsNotFound(unknown));

  const basket = lines.flatMap(({ productId, quantity }) => {
    const product = known.get(productId);
    return product ? [{ product, quantity }] : [];
  });
  const currencies = [...new Set(basket.map(({ product }) => product.currency))];
  const [currency] = currencies;
  if (currency === undefined || currencies.length > 1) return refused(refuse.currencyMixed(currencies));

  const subtotal = basket.reduce((sum, { product, quantity }) => sum + quantity * product.unitPrice, 0);
  if (subtotal > limits.orderAmount) return refused(refuse.orderTooLarge(subtotal, currency));

  const short = basket.filter(({ product, quantity }) => product.stock !== null && product.stock < quantity);
  if (short.length === 0) throw new Error("A basket that can be sold was refused.");
  return refused(
    refuse.outOfStock(
      short.map(({ product: { id, name, stock }, quantity }) => ({
        productId: id,
        name,
        requested: quantity,
        left: stock ?? 0,
      })),
    ),
  );
}
