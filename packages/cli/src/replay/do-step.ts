import { type TillClient, isRefusal } from "@till/client";
import { type Dossier, type Order, createOrderInput, createdDataSchema, refundedDataSchema } from "@till/contracts";
import { describeSource, formatMoney } from "@till/domain";
import { sourceOf } from "./source-of.ts";
import type { World } from "./world.ts";

const recordedInputSchema = createOrderInput.pick({
  shippingAddress: true,
  billingAddress: true,
  contact: true,
  metadata: true,
  reference: true,
  extras: true,
});

/** An event of then, in its order. */
export interface Past {
  readonly dossier: Dossier;
  readonly event: Dossier["events"][number];
}

/** Which order and attempt of now stands for which one of then. */
export interface Counterparts {
  readonly orders: Map<number, number>;
  readonly payments: Map<string, string>;
}

/** What a person did, as the end of a sentence, and the call that does it again. */
interface Deed {
  readonly text: string;
  readonly call: (client: TillClient) => Promise<unknown>;
}

/** What was done again. `problem` says why it was not. */
export interface Done {
  readonly text: string;
  readonly problem: string | null;
}

/** A step can't be done again. The message says why. */
class NotReplayable extends Error {}

/**
 * The page of the simulated bank confirms for the customer. Whom somebody else ordered for need not be known in the new
 * till, and orders for themselves there.
 */
const isForCustomer = ({ command, data }: Past["event"]): boolean =>
  command === "confirm" || (command === "create" && createdDataSchema.safeParse(data).data?.userId !== undefined);

/** Does again what led to an event. What Till does by itself is done by the clock. */
export async function doStep(world: World, counterparts: Counterparts, past: Past): Promise<Done> {
  const { event, dossier } = past;
  const actor = isForCustomer(event) ? { role: "customer", id: dossier.order.userId } : event.actor;
  if (actor.role === "system") return { text: "Till does what is due", problem: null };
  const { client, name } = await world.as(actor);
  let text = `${name} (${event.command})`;
  try {
    const deed = deedOf(world, counterparts, past);
    text = `${name} ${deed.text}`;
    await deed.call(client);
  } catch (error) {
    // A decline is an event like any other.
    if (isRefusal(error, "PAYMENT_DECLINED")) return { text, problem: null };
    if (error instanceof NotReplayable || isRefusal(error)) return { text, problem: error.message };
    throw error;
  }
  return { text, problem: null };
}

function deedOf(world: World, counterparts: Counterparts, past: Past): Deed {
  const { dossier, event } = past;
  if (event.command === "create") return placing(world, counterparts, past);
  const id = counterparts.orders.get(dossier.order.id);
  if (id === undefined) throw new NotReplayable("Its order was not placed.");
  const reason = event.reason === null ? {} : { reason: event.reason };
  switch (event.command) {
    case "pay":
      return paying(id, past);
    case "replace":
      return paying(id, past, { replace: true });
    case "confirm":
      return confirming(id, counterparts, past);
    case "collect":
      return { text: "takes the cash", call: (client) => client.orders.collect.mutate({ id }) };
    case "cancel":
      return { text: "cancels the order", call: (client) => client.orders.cancel.mutate({ id, ...reason }) };
    case "refund":
      return refunding(id, past);
    default:
      throw new NotReplayable(`This version of till replay does not know the command ${event.command}.`);
  }
}

function placing(world: World, { orders }: Counterparts, { dossier, event }: Past): Deed {
  const created = createdDataSchema.safeParse(event.data);
  if (!created.success) throw new NotReplayable("The file does not say what was ordered.");
  const { lines, paymentMethod, discountCode } = created.data;
  const items = lines.map(({ sku, quantity }) => {
    const productId = world.productIdOf(sku);
    if (productId === undefined) throw new NotReplayable(`The new till has no product ${sku}.`);
    return { productId, quantity };
  });
  const basket = lines.map(({ sku, quantity }) => `${quantity} × ${sku}`).join(", ");
  const code = discountCode === null ? "" : ` with the code ${discountCode}`;
  return {
    text: `orders ${basket}${code}, ${paymentMethod}`,
    async call(client) {
      const input = { items, paymentMethod, ...(discountCode !== null && { discountCode }), ...recordedOf(dossier) };
      const { id } = await client.orders.create.mutate(input);
      orders.set(dossier.order.id, id);
    },
  };
}

/** What the shop recorded with the order, as the order was placed with it. */
const recordedOf = ({ order }: Dossier) =>
  recordedInputSchema.parse({
    shippingAddress: order.shippingAddress ?? undefined,
    billingAddress: order.billingAddress ?? undefined,
    contact: order.contact ?? undefined,
    metadata: order.metadata,
    reference: order.reference ?? undefined,
    extras: order.extras.map(extraOf),
  });

/** An extra line as it was named when the order was placed. */
const extraOf = ({ type, name, amount, included, rate }: Order["extras"][number]) => ({
  type,
  name,
  amount,
  ...(included && { included }),
  ...(rate !== null && { rate }),
});

function paying(id: number, { dossier, event }: Past, how: { replace?: true } = {}): Deed {
  const payment = dossier.payments.find((one) => one.id === event.paymentId);
  const source = payment && sourceOf(payment);
  if (!source) throw new NotReplayable("The file does not say what the order was paid with.");
  return {
    text: `pays with ${describeSource(payment.source)}${how.replace ? " instead" : ""}`,
    call: (client) => client.orders.pay.mutate({ id, source, ...how }),
  };
}

function confirming(id: number, { payments }: Counterparts, { event }: Past): Deed {
  const paymentId = payments.get(event.paymentId ?? "");
  if (paymentId === undefined) throw new NotReplayable("The attempt that it is about is not there.");
  const outcome = event.type === "order.paid" ? "COMPLETE" : "REJECT";
  return {
    text: outcome === "COMPLETE" ? "confirms with the bank" : "refuses at the bank",
    call: (client) => client.orders.confirm.mutate({ id, paymentId, outcome }),
  };
}

function refunding(id: number, { dossier, event }: Past): Deed {
  const { amount, reason } = event;
  const restock = refundedDataSchema.safeParse(event.data).data?.restock ?? false;
  const input = { id, restock, ...(reason !== null && { reason }) };
  const sum = amount === null ? "all" : formatMoney(amount, dossier.order.currency);
  return {
    text: `gives back ${sum}${restock ? ", with the items back in stock" : ""}`,
    // A free order has nothing to give back, and no amount may be named.
    call: (client) => client.orders.refund.mutate(amount ? { ...input, amount } : input),
  };
}
