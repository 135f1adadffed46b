import type { CreateOrderInput, Order } from "@till/contracts";
import { type Placeholder, type SQL, sql } from "drizzle-orm";
import { type Recorded, orders, referenceOf } from "../schema/orders.ts";
import { rawStatement } from "../statements/statement.ts";
import { toExtras } from "./extras.ts";

type RecordedFields = Pick<
  Order,
  "shippingAddress" | "billingAddress" | "contact" | "metadata" | "reference" | "returnUrl" | "extras"
>;

/** What the shop records with a new order, as it is stored; null if that is nothing. */
export function toRecorded(input: CreateOrderInput): Recorded | null {
  const { shippingAddress, billingAddress, contact, metadata = {}, reference, returnUrl, extras = [] } = input;
  const recorded: Recorded = {
    ...(shippingAddress && { shippingAddress }),
    ...(billingAddress && { billingAddress }),
    ...(contact && { contact: toChannels(contact) }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...(reference !== undefined && { reference }),
    ...(returnUrl !== undefined && { returnUrl }),
    ...(extras.length > 0 && { extras }),
  };
  return Object.keys(recorded).length === 0 ? null : recorded;
}

const toChannels = ({ email, phone }: NonNullable<CreateOrderInput["contact"]>): NonNullable<Recorded["contact"]> => ({
  ...(email !== undefined && { EMAIL: email }),
  ...(phone !== undefined && { SMS: phone }),
});

/** The recorded fields of an order, from its column. */
export function fromRecorded(recorded: Recorded | null): RecordedFields {
  const { shippingAddress = null, billingAddress = null, contact, metadata = {} } = recorded ?? {};
  const { reference = null, returnUrl = null } = recorded ?? {};
  const { EMAIL: email, SMS: phone } = contact ?? {};
  return {
    shippingAddress,
    billingAddress,
    contact: contact ? { ...(email !== undefined && { email }), ...(phone !== undefined && { phone }) } : null,
    metadata,
    reference,
    returnUrl,
    extras: toExtras(recorded?.extras),
  };
}

/** The order with a reference, if there is one. */
export interface ReferenceHolder {
  readonly id: number;
  readonly userId: string;
}

/** The values that a statement about a reference binds. */
export interface ReferenceValues {
  readonly reference: string | null;
}

/** Holds if an order has this reference. */
export const isReference = (reference: Placeholder): SQL => sql`${referenceOf(orders.recorded)} = ${reference}`;

/** Selects the number of the order that has this reference. */
export const idOfReference = (reference: Placeholder): SQL =>
  sql`SELECT id FROM ${orders} WHERE ${isReference(reference)}`;

/** Finds the order that has a reference. */
export const findReference = rawStatement<ReferenceHolder, ReferenceValues>(
  ({ reference }) => sql`SELECT id, user_id AS "userId" FROM ${orders} WHERE ${isReference(reference)}`,
);
