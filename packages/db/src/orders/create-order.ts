import { type CreateOrderInput, type CreatedOrder, paymentMethodTable } from "@till/contracts";
import { buyerOf, isGuestId, later, maySee, ok, refuse, refused } from "@till/domain";
import { guestLinkOf } from "../access/guest-links.ts";
import type { NewGuestLink } from "../access/guest-token.ts";
import type { Command } from "../commands/command.ts";
import { type ReadBack, commandValues, outcomeOf } from "../commands/order-command.ts";
import type { Recorded } from "../schema/schema.ts";
import type { Bound } from "../statements/statement.ts";
import { type KnownCustomer, findCustomerNamed, toBuyerValues } from "./buyer.ts";
import { toQuote } from "./explain-basket.ts";
import { extraValues } from "./extras.ts";
import { type NewOrderValues, type Shape, statementsOfShape } from "./new-order.ts";
import type { PricedLine } from "./pricing.ts";
import { basketValues } from "./quote-order.ts";
import { type ReferenceHolder, findReference, toRecorded } from "./recorded.ts";

const extentOf = (recorded: Recorded | null): Shape["extent"] =>
  recorded === null ? "bare" : recorded.extras === undefined ? "recorded" : "withExtras";

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
    const kept = toRecorded(input);
    const { reference = null, expectedTotalAmount } = input;
    const extras = extraValues(input.extras);
    const buyerValues = toBuyerValues(buyer.value, link, context);
    const values: NewOrderValues = {
      ...commandValues("create", input, context),
      ...basketValues(input, buyerValues.customerId, now),
      ...buyerValues,
      paymentMethod,
      ...rules.reservations,
      expiresAt: later(now, rules.timeToPayMs[paymentMethod]),
      ...extras,
      expectedAmount: expectedTotalAmount === undefined ? null : expectedTotalAmount - extras.extraAmount,
      recorded: kept && JSON.stringify(kept),
      reference,
    };
    const pricing = input.discountCode === undefined ? "plain" : "discounted";
    const { kind } = buyer.value;
    const shape = statementsOfShape({ method: paymentMethod, pricing, extent: extentOf(kept), buyer: kind });
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
    const { problems, ...quote } = toQuote(rows.basket, input, context.rules.reservations);
    const { expectedTotalAmount } = input;
    const [problem] = problems;
    if (problem) return refused(problem);
    if (expectedTotalAmount !== undefined && expectedTotalAmount !== quote.totalAmount)
      return refused(refuse.priceChanged(expectedTotalAmount, quote));
    throw new Error("A basket that can be sold was refused.");
  },
};
