import { type CreateGuestLinkInput, type GuestLink, limits } from "@till/contracts";
import { type Result, isGuestId, ok, pages, refuse, refused } from "@till/domain";
import { type SQL, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { constant } from "../schema/columns.ts";
import { guestLinks, orders } from "../schema/schema.ts";
import { insertFrom } from "../statements/insert-from.ts";
import { type Given, type Written, rawStatement, statement } from "../statements/statement.ts";
import { type NewGuestLink, guestTokenOf } from "./guest-token.ts";

/** The values of a new link, and who makes it. */
export interface GuestLinkValues {
  readonly linkHash: string;
  readonly linkExpiresAt: string;
  readonly actorId: string;
  readonly now: string;
}

type GivenLink = Given<GuestLinkValues>;

/** Stores a link to the order of a guest, as its hash. `order` selects the number of the order. A repeat changes nothing. */
export const insertGuestLink = (given: GivenLink, order: SQL): SQL =>
  insertFrom(
    guestLinks,
    {
      hash: given.linkHash,
      orderId: sql`${orders.id}`,
      userId: sql`${orders.userId}`,
      createdBy: given.actorId,
      createdAt: given.now,
      expiresAt: given.linkExpiresAt,
    },
    sql`FROM ${orders} WHERE ${orders.id} = ${order} AND ${orders.userId} GLOB 'guest_*'`,
    sql`ON CONFLICT DO NOTHING`,
  );

/** Ends the oldest links of the guest of a link, beyond the limit. */
export const endOldestLinks = ({ linkHash }: Pick<GivenLink, "linkHash">): SQL =>
  sql`DELETE FROM ${guestLinks} WHERE number IN (SELECT number FROM ${guestLinks} WHERE user_id =
    (SELECT user_id FROM ${guestLinks} WHERE hash = ${linkHash}) ORDER BY number DESC LIMIT -1 OFFSET ${constant(limits.guestLinks)})`;

/** The address of the page where a guest sees their order. */
export const guestLinkOf = (
  baseUrl: string,
  { id, userId }: { readonly id: number; readonly userId: string },
  link: NewGuestLink,
): string => `${baseUrl}${pages.guestLink(id, guestTokenOf(userId, link))}`;

interface Values extends GuestLinkValues {
  readonly id: number;
}

const insert = statement<Written, Values>((given) => insertGuestLink(given, sql`${given.id}`));
const endOldest = statement<Written, Values>(endOldestLinks);
const endOthers = statement<Written, Values>(
  (given) => sql`DELETE FROM ${guestLinks}
    WHERE user_id = (SELECT user_id FROM ${orders} WHERE id = ${given.id}) AND hash <> ${given.linkHash}`,
);
const selectOwner = rawStatement<{ userId: string }, { id: number }>(
  ({ id }) => sql`SELECT user_id AS "userId" FROM ${orders} WHERE id = ${id}`,
);

/** What a new link needs besides its order. */
interface Making {
  readonly link: NewGuestLink;
  readonly actorId: string;
  readonly now: string;
  readonly baseUrl: string;
}

/** Makes a new link to the order of a guest. The others stay, or end with it. One HTTP request. */
export async function createGuestLink(
  db: Database,
  { id, revokeOthers }: CreateGuestLinkInput,
  { link, actorId, now, baseUrl }: Making,
): Promise<Result<GuestLink>> {
  const values = { id, actorId, now, linkHash: link.hash, linkExpiresAt: link.expiresAt };
  const [, , [order]] = await db.batch([
    insert(values),
    revokeOthers ? endOthers(values) : endOldest(values),
    selectOwner({ id }),
  ]);
  if (!order) return refused(refuse.orderNotFound(id));
  if (!isGuestId(order.userId)) return refused(refuse.notOfAGuest(id));
  return ok({ orderId: id, guestLink: guestLinkOf(baseUrl, { id, ...order }, link), expiresAt: link.expiresAt });
}
