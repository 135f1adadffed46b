import { type Buyer, guestIdOf, idOfCommand } from "@till/domain";
import { eq, sql } from "drizzle-orm";
import { type GuestLinkValues, endOldestLinks, insertGuestLink } from "../access/guest-links.ts";
import type { NewGuestLink } from "../access/guest-token.ts";
import type { CommandContext } from "../commands/command.ts";
import { type CommandValues, event, fromEvent } from "../commands/gate.ts";
import { thisOrRepeated } from "../commands/order-command.ts";
import { customers, orderEvents } from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import { givenValues, rawStatement } from "../statements/statement.ts";

/** The values that a statement about the buyer of a new order binds. */
export interface BuyerValues {
  /** Whose order it will be. */
  readonly customerId: string;
  readonly guestName: string | null;
  readonly guestEmail: string | null;
  readonly guestPhone: string | null;
  readonly linkHash: string | null;
  readonly linkExpiresAt: string | null;
}

/** A guest gets the id of the command, so that a batch that is sent again makes no second guest. */
export function toBuyerValues(
  buyer: Buyer,
  link: NewGuestLink | undefined,
  { actor, commandId }: CommandContext,
): BuyerValues {
  const nobody = { guestName: null, guestEmail: null, guestPhone: null, linkHash: null, linkExpiresAt: null };
  switch (buyer.kind) {
    case "self":
      return { ...nobody, customerId: actor.id };
    case "known":
      return { ...nobody, customerId: buyer.id };
    case "guest": {
      if (link === undefined) throw new Error("The order of a guest has no link.");
      const { name, email, phone } = buyer;
      return {
        customerId: guestIdOf(idOfCommand(commandId)),
        guestName: name,
        guestEmail: email,
        guestPhone: phone,
        linkHash: link.hash,
        linkExpiresAt: link.expiresAt,
      };
    }
  }
}

const given = givenValues<BuyerValues & CommandValues>();

const isNamed = sql`${customers} WHERE id = ${given.customerId} AND role = 'customer'`;

/** Makes the guest of a new order a customer. */
const insertGuest = insertFrom(
  customers,
  {
    id: given.customerId,
    role: sql`'customer'`,
    name: given.guestName,
    email: given.guestEmail,
    phone: given.guestPhone,
  },
  sql`FROM ${fromEvent} WHERE ${eq(event.commandId, given.commandId)}`,
  sql`ON CONFLICT DO NOTHING`,
);

const ofLink = givenValues<GuestLinkValues>();

/**
 * A repeat gives the guest a further link, because the first answer may have been lost, and Till does not know the first
 * token. The same key with another request makes no link.
 */
const linkGuest = [
  insertGuestLink(
    ofLink,
    sql`(SELECT order_id FROM ${orderEvents}
      WHERE fingerprint = ${given.fingerprint} AND id = (SELECT event.id FROM ${thisOrRepeated(given)}))`,
  ),
  endOldestLinks(ofLink),
];

/** What the event of the order keeps, if it is not the actor's own. */
const kept = sql`'userId', ${given.customerId}, `;

/**
 * What the SQL of a new order says of its buyer: the id of the customer, what its event keeps, what the gate wants to
 * find, and what is done before the order and after it.
 */
export const buying = {
  self: { id: event.actorId, kept: sql``, isFound: sql``, before: [], after: [] },
  known: { id: given.customerId, kept, isFound: sql` AND EXISTS (SELECT 1 FROM ${isNamed})`, before: [], after: [] },
  guest: { id: given.customerId, kept, isFound: sql``, before: [insertGuest], after: linkGuest },
};

export interface KnownCustomer {
  readonly id: string;
}

/** Finds the customer whom somebody else orders for. */
export const findCustomerNamed = rawStatement<KnownCustomer, BuyerValues>(() => sql`SELECT id FROM ${isNamed}`);
