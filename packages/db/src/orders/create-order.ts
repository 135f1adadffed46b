import {
  type CreateOrderInput,
  type CreatedOrder,
  type EventType,
  type PaymentMethod,
  paymentMethodTable,
} from "@till/contracts";
import { type Buyer, buyerOf, isGuestId, isToldOf, later, maySee, ok, refuse, refused } from "@till/domain";
import { type SQL, eq, sql } from "drizzle-orm";
import { guestLinkOf } from "../access/guest-links.ts";
import type { NewGuestLink } from "../access/guest-token.ts";
import type { Command } from "../commands/command.ts";
import { takeDiscountUse } from "../commands/effects.ts";
import { type CommandValues, applying, event, fromEvent, writeEvent } from "../commands/gate.ts";
import { takeStock } from "../commands/move-stock.ts";
import { type ReadBack, assemble, commandValues, orderOfEvent, outcomeOf } from "../commands/order-command.ts";
import { customers, orderItems, orders } from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import { type Bound, type Given, type Written, givenValues, statement } from "../statements/statement.ts";
import { type BuyerValues, type KnownCustomer, buying, findCustomerNamed, toBuyerValues } from "./buyer.ts";
import { toQuote } from "./explain-basket.ts";
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
  BuyerValues & {
    /** What the shop records with the order, as JSON. */
    readonly recorded: string | null;
    /** What the customer saw, in minor units; null if they did not say. */
    readonly expectedTotalAmount: number | null;
  };

const given = givenValues<Values>();
const ofCommand = given as unknown as Given<CommandValues>;
const events = applying(eq(event.commandId, given.commandId));

const asStatement = (query: Written) => statement<Written, Values>(() => query);

const ofBasket = (name: "currency" | "subtotal" | "discount" | "reserved") =>
  sql`${event.data} ->> ${sql.raw(`'${name}'`)}`;

const insertOrder = (buyer: Buyer["kind"], more: { recorded?: SQL }) =>
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
      totalAmount: sql`(${ofBasket("subtotal")}) - (${ofBasket("discount")})`,
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

const isExpectedTotal = sql`${pricedTotal} = coalesce(${given.expectedTotalAmount}, ${pricedTotal})`;

/** What only an order with recorded fields has in its SQL. */
const recording = {
  column: { recorded: sql`${event.data} -> '$.recorded'` },
  kept: sql`'recorded', json(${given.recorded}), `,
  isFree: sql` AND NOT EXISTS (SELECT 1 FROM ${orders} WHERE ${isReference(given.reference)})`,
};

/**
 * The gate of `create`: the event of a new order, if the basket can be sold as it stands, for what the customer saw, its
 * customer does not hold too much already, and no other order has its reference.
 */
const gate = (priced: SQL, isRecorded: boolean, { kept, isFound }: (typeof buying)[Buyer["kind"]]) =>
  writeEvent(
    "create",
    {
      type: eventType,
      // Only a reset of the sandbox deletes orders, all of them, and the batch holds the write lock: the next id is free.
      orderId: sql`(SELECT coalesce(max(id), 0) + 1 FROM ${orders})`,
      seq: sql`1`,
      commandId: given.commandId,
      data: pricedBasket(given, sql`${isRecorded ? recording.kept : sql``}${kept}`),
    },
    sql`FROM ${priced} GROUP BY NULL HAVING ${isSellable} AND ${isExpectedTotal}
      AND ${isWithinReservations(given)}${isRecorded ? recording.isFree : sql``}${isFound}`,
    ofCommand,
  );

const discountEffects = { plain: [], discounted: takeDiscountUse(events) };

interface Shape {
  readonly method: PaymentMethod;
  readonly pricing: keyof typeof pricings;
  readonly isRecorded: boolean;
  readonly buyer: Buyer["kind"];
}

/**
 * Without a discount code there is no discount in the SQL, without recorded fields none, without a message no outbox. Only
 * an order for somebody else has SQL about them.
 */
const makeShape = ({ method, pricing, isRecorded, buyer }: Shape) => ({
  statementsOf: assemble<Values>({
    gate: asStatement(gate(pricings[pricing](given), isRecorded, buying[buyer])),
    order: () => orderOfEvent(ofCommand),
    effects: [
      ...buying[buyer].before,
      insertOrder(buyer, isRecorded ? recording.column : {}),
      insertItems,
      takeStock(events),
      ...discountEffects[pricing],
      ...buying[buyer].after,
    ].map(asStatement),
    change: {},
    types: isToldOf(eventType, method) ? [eventType] : [],
  }),
  /** The basket with its prices, if it was refused. */
  explain: priceStatement<Values>(
    pricing,
    () => sql`WHERE NOT EXISTS (SELECT 1 FROM ${fromEvent} WHERE ${eq(event.commandId, given.commandId)})`,
  ),
});

const shapes = new Map<string, ReturnType<typeof makeShape>>();

/** The statements of a shape of order. They are made when it is first placed, and kept. */
function shapeOf(shape: Shape): ReturnType<typeof makeShape> {
  const key = Object.values(shape).join();
  const made = shapes.get(key) ?? makeShape(shape);
  shapes.set(key, made);
  return made;
}

/** What `create` reads back besides its event and its order. */
interface Reasons {
  readonly basket: Bound<PricedLine[]>;
  /** The order with the same reference, if the new order has one. */
  readonly holder?: Bound<ReferenceHolder[]>;
  /** The customer whom somebody else ordered for, if they are known. */
  readonly customer?: Bound<KnownCustomer[]>;
}

/** An order to place. */
export interface PlaceOrder extends CreateOrderInput {
  /** The link for the guest, if it is a guest's. It is no part of the request that a repeat must match. */
  readonly link?: NewGuestLink;
}

/**
 * Places an order: takes every line out of stock at the current price, or nothing at all. A first order creates the
 * customer record; later orders update it from the token.
 */
export const createOrder: Command<PlaceOrder, CreatedOrder, ReadBack & Reasons> = {
  plan({ link, ...input }, context) {
    const { actor, now, gateway, rules } = context;
    const { paymentMethod } = input;
    const { usesGateway } = paymentMethodTable[paymentMethod];
    const buyer = buyerOf(actor, input.customer);
    if (!buyer.ok) return buyer;
    if (usesGateway && gateway.kind === "none") return refused(refuse.gatewayRequired());
    const recorded = toRecorded(input);
    const { reference = null } = input;
    const buyerValues = toBuyerValues(buyer.value, link, context);
    const values: Values = {
      ...commandValues("create", input, context),
      ...basketValues(input, buyerValues.customerId, now),
      ...buyerValues,
      paymentMethod,
      ...rules.reservations,
      expiresAt: later(now, rules.timeToPayMs[paymentMethod]),
      expectedTotalAmount: input.expectedTotalAmount ?? null,
      recorded: recorded && JSON.stringify(recorded),
      reference,
    };
    const pricing = input.discountCode === undefined ? "plain" : "discounted";
    const { kind } = buyer.value;
    const shape = shapeOf({ method: paymentMethod, pricing, isRecorded: recorded !== null, buyer: kind });
    const plan = shape.statementsOf(values, actor);
    const reads = {
      ...plan.reads,
      basket: shape.explain(values),
      ...(reference !== null && { holder: findReference({ reference }) }),
      ...(kind === "known" && { customer: findCustomerNamed(buyerValues) }),
    };
    return ok({ ...plan, reads });
  },

  read(rows, { link, ...input }, context) {
    const outcome = outcomeOf("create", rows, input, context);
    if (outcome !== null) {
      if (!outcome.ok) return outcome;
      const { order } = outcome.value;
      const isLinked = link !== undefined && isGuestId(order.userId);
      return ok(isLinked ? { ...order, guestLink: guestLinkOf(context.baseUrl, order, link) } : order);
    }
    if (rows.customer?.length === 0) return refused(refuse.customerNotFound(input.customer?.id ?? ""));
    const [holder] = rows.holder ?? [];
    if (holder) {
      const { reference = "" } = input;
      return refused(refuse.referenceTaken(reference, maySee(holder, context.actor) ? holder.id : null));
    }
    const { problems, ...quote } = toQuote(rows.basket, input.discountCode, context.rules.reservations);
    const { expectedTotalAmount } = input;
    const [problem] = problems;
    if (problem) return refused(problem);
    if (expectedTotalAmount !== undefined && expectedTotalAmount !== quote.totalAmount)
      return refused(refuse.priceChanged(expectedTotalAmount, quote));
    throw new Error("A basket that can be sold was refused.");
  },
};
