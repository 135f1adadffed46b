import {
  type CreateOrderInput,
  type EventType,
  type Order,
  type PaymentMethod,
  paymentMethodTable,
  paymentMethods,
} from "@till/contracts";
import { isToldOf, later, maySee, ok, refuse, refused } from "@till/domain";
import { type Placeholder, type SQL, eq, sql } from "drizzle-orm";
import type { Command } from "../commands/command.ts";
import { takeDiscountUse } from "../commands/effects.ts";
import { type CommandValues, applying, event, fromEvent, writeEvent } from "../commands/gate.ts";
import { takeStock } from "../commands/move-stock.ts";
import { type ReadBack, assemble, commandValues, orderOfEvent, outcomeOf } from "../commands/order-command.ts";
import { type Recorded, customers, orderItems, orders } from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import { type Bound, type Given, type Written, givenValues, statement } from "../statements/statement.ts";
import { toQuote } from "./explain-basket.ts";
import { type ExtraValues, extraValues } from "./extras.ts";
import {
  type BasketValues,
  type PricedLine,
  type ReservationValues,
  type TermsValues,
  isSellable,
  isWithinReservations,
  priceStatement,
  pricedBasket,
  pricedTotal,
  pricings,
} from "./pricing.ts";
import { basketValues } from "./quote-order.ts";
import { type ReferenceHolder, type ReferenceValues, findReference, isReference, toRecorded } from "./recorded.ts";

type Values = CommandValues &
  BasketValues &
  ReservationValues &
  TermsValues &
  ReferenceValues &
  ExtraValues & {
    /** What the shop records with the order, as JSON. */
    readonly recorded: string | null;
    /** The total that the customer saw, without its extra lines, in minor units; null if they did not say. */
    readonly expectedAmount: number | null;
  };

const given = givenValues<Values>();
const ofCommand = given as unknown as Given<CommandValues>;
const events = applying(eq(event.commandId, given.commandId));

const asStatement = (query: Written) => statement<Written, Values>(() => query);

const ofBasket = (name: "currency" | "subtotal" | "discount" | "reserved") =>
  sql`${event.data} ->> ${sql.raw(`'${name}'`)}`;

/** The columns that only some orders have. */
interface More {
  readonly recorded?: SQL;
  readonly extraAmount?: Placeholder;
}

const itemsTotal = sql`(${ofBasket("subtotal")}) - (${ofBasket("discount")})`;

const insertOrder = (more: More) =>
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
    sql`FROM ${fromEvent} JOIN ${customers} ON ${eq(customers.id, event.actorId)}
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
const gate = (priced: SQL, { kept, conditions }: Extent) =>
  writeEvent(
    "create",
    {
      type: eventType,
      // Only a reset of the sandbox deletes orders, all of them, and the batch holds the write lock: the next id is free.
      orderId: sql`(SELECT coalesce(max(id), 0) + 1 FROM ${orders})`,
      seq: sql`1`,
      commandId: given.commandId,
      data: pricedBasket(given, kept),
    },
    sql`FROM ${priced} GROUP BY NULL HAVING ${isSellable} AND ${isExpectedTotal}
      AND ${isWithinReservations(given)}${conditions}`,
    ofCommand,
  );

const discountEffects = { plain: [], discounted: takeDiscountUse(events) };

interface Shape {
  readonly method: PaymentMethod;
  readonly pricing: keyof typeof pricings;
  readonly extent: Extent;
}

/** The SQL names only what the order has: a discount code, recorded fields, extra lines, a message. */
const shape = ({ method, pricing, extent }: Shape) => ({
  statementsOf: assemble<Values>({
    gate: asStatement(gate(pricings[pricing](given), extent)),
    order: () => orderOfEvent(ofCommand),
    effects: [insertOrder(extent.columns), insertItems, takeStock(events), ...discountEffects[pricing]].map(
      asStatement,
    ),
    change: {},
    types: isToldOf(eventType, method) ? [eventType] : [],
  }),
  /** The basket with its prices, if it was refused. */
  explain: priceStatement<Values>(
    pricing,
    () => sql`WHERE NOT EXISTS (SELECT 1 FROM ${fromEvent} WHERE ${eq(event.commandId, given.commandId)})`,
  ),
});

const shapesOf = (method: PaymentMethod) => {
  const of = (extent: Extent) => ({
    plain: shape({ method, pricing: "plain", extent }),
    discounted: shape({ method, pricing: "discounted", extent }),
  });
  return { bare: of(extents.bare), recorded: of(extents.recorded), withExtras: of(extents.withExtras) };
};

const extentOf = ({ extras }: Recorded) => (extras === undefined ? "recorded" : "withExtras");

const shapes = Object.fromEntries(paymentMethods.map((method) => [method, shapesOf(method)])) as Record<
  PaymentMethod,
  ReturnType<typeof shapesOf>
>;

/** What `create` reads back besides its event and its order. */
interface Reasons {
  readonly basket: Bound<PricedLine[]>;
  /** The order with the same reference, if the new order has one. */
  readonly holder?: Bound<ReferenceHolder[]>;
}

/**
 * Places an order: takes every line out of stock at the current price, or nothing at all. A first order creates the
 * customer record; later orders update it from the token.
 */
export const createOrder: Command<CreateOrderInput, Order, ReadBack & Reasons> = {
  plan(input, context) {
    const { actor, now, gateway, rules } = context;
    const { paymentMethod } = input;
    const { usesGateway } = paymentMethodTable[paymentMethod];
    if (usesGateway && gateway.kind === "none") return refused(refuse.gatewayRequired());
    const kept = toRecorded(input);
    const { reference = null, expectedTotalAmount } = input;
    const extras = extraValues(input.extras);
    const values: Values = {
      ...commandValues("create", input, context),
      ...basketValues(input, actor.id, now),
      paymentMethod,
      ...rules.reservations,
      expiresAt: later(now, rules.timeToPayMs[paymentMethod]),
      ...extras,
      expectedAmount: expectedTotalAmount === undefined ? null : expectedTotalAmount - extras.extraAmount,
      recorded: kept && JSON.stringify(kept),
      reference,
    };
    const pricing = input.discountCode === undefined ? "plain" : "discounted";
    const { statementsOf, explain } = shapes[paymentMethod][kept === null ? "bare" : extentOf(kept)][pricing];
    const plan = statementsOf(values, actor);
    const holder = reference === null ? {} : { holder: findReference({ reference }) };
    return ok({ ...plan, reads: { ...plan.reads, basket: explain(values), ...holder } });
  },

  read(rows, input, context) {
    const outcome = outcomeOf("create", rows, input, context);
    if (outcome !== null) return outcome.ok ? ok(outcome.value.order) : outcome;
    const [holder] = rows.holder ?? [];
    if (holder) {
      const { reference = "" } = input;
      return refused(refuse.referenceTaken(reference, maySee(holder, context.actor) ? holder.id : null));
    }
    const { problems, ...quote } = toQuote(rows.basket, input, context.rules.reservations);
    const { expectedTotalAmount } = input;
    const [problem] = problems;
    if (problem) return refused(problem);
    if (expectedTotalAmount !== undefined && expectedTotalAmount !== quote.totalAmount)
      return refused(refuse.priceChanged(expectedTotalAmount, quote));
    throw new Error("A basket that can be sold was refused.");
  },
};
