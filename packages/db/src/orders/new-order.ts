import { type EventType, type PaymentMethod } from "@till/contracts";
import { type Buyer, isToldOf } from "@till/domain";
import { type Placeholder, type SQL, eq, sql } from "drizzle-orm";
import { takeDiscountUse } from "../commands/effects.ts";
import { type CommandValues, applying, event, fromEvent, writeEvent } from "../commands/gate.ts";
import { takeStock } from "../commands/move-stock.ts";
import { assemble, orderOfEvent } from "../commands/order-command.ts";
import { customers, orderItems, orders } from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import { type Given, type Written, givenValues, statement } from "../statements/statement.ts";
import { type BuyerValues, buying } from "./buyer.ts";
import type { ExtraValues } from "./extras.ts";
import {
  type BasketValues,
  type ReservationValues,
  type TermsValues,
  isSellable,
  isWithinReservations,
  priceStatement,
  pricedBasket,
  pricedTotal,
  pricings,
} from "./pricing.ts";
import { type ReferenceValues, isReference } from "./recorded.ts";

/** The values that the statements of a new order bind. */
export type NewOrderValues = CommandValues &
  BasketValues &
  ReservationValues &
  TermsValues &
  ReferenceValues &
  ExtraValues &
  BuyerValues & {
    /** What the shop records with the order, as JSON. */
    readonly recorded: string | null;
    /** The total that the customer saw, without its extra lines, in minor units; null if they did not say. */
    readonly expectedAmount: number | null;
  };

const given = givenValues<NewOrderValues>();
const ofCommand = given as unknown as Given<CommandValues>;
const events = applying(eq(event.commandId, given.commandId));

const asStatement = (query: Written) => statement<Written, NewOrderValues>(() => query);

const ofBasket = (name: "currency" | "subtotal" | "discount" | "reserved") =>
  sql`${event.data} ->> ${sql.raw(`'${name}'`)}`;

/** The columns that only some orders have. */
interface More {
  readonly recorded?: SQL;
  readonly extraAmount?: Placeholder;
}

const itemsTotal = sql`(${ofBasket("subtotal")}) - (${ofBasket("discount")})`;

const insertOrder = (buyer: Buyer["kind"], more: More) =>
  insertFrom(
    orders,
    {
      ...more,
      id: sql`${event.orderId}`,
      version: sql`0`,
      userId: sql`${customers.id}`,
      customerName: sql`${customers.name}`,
      customerEmail: sql`${customers.email}`,
      customerPhone: sql`${customers.phone}`,
      status: sql`'PENDING'`,
      paymentMethod: given.paymentMethod,
      currency: ofBasket("currency"),
      subtotalAmount: ofBasket("subtotal"),
      discountAmount: ofBasket("discount"),
      discountCode: given.discountCode,
      totalAmount: more.extraAmount ? sql`${itemsTotal} + ${more.extraAmount}` : itemsTotal,
      refundedAmount: sql`0`,
      createdAt: sql`${event.at}`,
      updatedAt: sql`${event.at}`,
      expiresAt: given.expiresAt,
      reservedPieces: ofBasket("reserved"),
    },
    sql`FROM ${fromEvent} JOIN ${customers} ON ${eq(customers.id, buying[buyer].id)}
    WHERE ${eq(event.commandId, given.commandId)}`,
    // A batch that is sent again finds that the order exists.
    sql`ON CONFLICT DO NOTHING`,
  );

const ofLine = (name: string) => sql`line.value ->> ${sql.raw(`'${name}'`)}`;

const insertItems = insertFrom(
  orderItems,
  {
    orderId: sql`${orders.id}`,
    position: ofLine("position"),
    productId: ofLine("productId"),
    sku: ofLine("sku"),
    name: ofLine("name"),
    quantity: ofLine("quantity"),
    unitPrice: ofLine("unitPrice"),
    discountAmount: ofLine("discount"),
    totalAmount: sql`(${ofLine("quantity")}) * (${ofLine("unitPrice")}) - (${ofLine("discount")})`,
  },
  sql`FROM ${events} JOIN json_each(${event.data}, '$.lines') AS line WHERE TRUE`,
);

const eventType: EventType = "order.created";

const isExpectedTotal = sql`${pricedTotal} = coalesce(${given.expectedAmount}, ${pricedTotal})`;

/** What a kind of order has in its SQL besides what all have. */
interface Extent {
  readonly columns: More;
  /** Pairs of the event's JSON. */
  readonly kept: SQL;
  /** Conditions of the gate. */
  readonly conditions: SQL;
}

const bare: Extent = { columns: {}, kept: sql``, conditions: sql`` };

const recorded: Extent = {
  columns: { recorded: sql`${event.data} -> '$.recorded'` },
  kept: sql`'recorded', json(${given.recorded}), `,
  conditions: sql` AND NOT EXISTS (SELECT 1 FROM ${orders} WHERE ${isReference(given.reference)})`,
};

/** Extra lines are recorded, and change the total. */
const withExtras: Extent = {
  columns: { ...recorded.columns, extraAmount: given.extraAmount },
  kept: recorded.kept,
  conditions: sql`${recorded.conditions} AND ${pricedTotal} BETWEEN ${given.leastAmount} AND ${given.mostAmount}`,
};

const extents = { bare, recorded, withExtras };

/**
 * The gate of `create`: the event of a new order, if the basket can be sold as it stands, for what the customer saw, its
 * customer does not hold too much already, and no other order has its reference.
 */
const gate = (priced: SQL, extent: Extent, buyer: (typeof buying)[Buyer["kind"]]) =>
  writeEvent(
    "create",
    {
      type: eventType,
      // Only a reset of the sandbox deletes orders, all of them, and the batch holds the write lock: the next id is free.
      orderId: sql`(SELECT coalesce(max(id), 0) + 1 FROM ${orders})`,
      seq: sql`1`,
      commandId: given.commandId,
      data: pricedBasket(given, sql`${extent.kept}${buyer.kept}`),
    },
    sql`FROM ${priced} GROUP BY NULL HAVING ${isSellable} AND ${isExpectedTotal}
      AND ${isWithinReservations(given)}${extent.conditions}${buyer.isFound}`,
    ofCommand,
  );

const discountEffects = { plain: [], discounted: takeDiscountUse(events) };

/** What a new order has that others do not. */
export interface Shape {
  readonly method: PaymentMethod;
  readonly pricing: keyof typeof pricings;
  readonly extent: keyof typeof extents;
  readonly buyer: Buyer["kind"];
}

/**
 * The SQL names only what the order has: a discount code, recorded fields, extra lines, a message, somebody else who orders
 * for the customer.
 */
const makeShape = ({ method, pricing, extent, buyer }: Shape) => ({
  statementsOf: assemble<NewOrderValues>({
    gate: asStatement(gate(pricings[pricing](given), extents[extent], buying[buyer])),
    order: () => orderOfEvent(ofCommand),
    effects: [
      ...buying[buyer].before,
      insertOrder(buyer, extents[extent].columns),
      insertItems,
      takeStock(events),
      ...discountEffects[pricing],
      ...buying[buyer].after,
    ].map(asStatement),
    change: {},
    types: isToldOf(eventType, method) ? [eventType] : [],
  }),
  /** The basket with its prices, if it was refused. */
  explain: priceStatement<NewOrderValues>(
    pricing,
    () => sql`WHERE NOT EXISTS (SELECT 1 FROM ${fromEvent} WHERE ${eq(event.commandId, given.commandId)})`,
  ),
});

const shapes = new Map<string, ReturnType<typeof makeShape>>();

/** The statements of a shape of order. They are made when it is first placed, and kept. */
export function statementsOfShape(shape: Shape): ReturnType<typeof makeShape> {
  const key = Object.values(shape).join();
  const made = shapes.get(key) ?? makeShape(shape);
  shapes.set(key, made);
  return made;
}
