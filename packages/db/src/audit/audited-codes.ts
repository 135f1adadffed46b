import { limits } from "@till/contracts";
import type { AuditedCode } from "@till/domain";
import { type SQL, sql } from "drizzle-orm";
import { discountUses, discounts, orderEvents } from "../schema/schema.ts";
import { buyerOf, discountCodeOf } from "../schema/order-events.ts";
import { type Given, statementOf } from "../statements/statement.ts";

const some = sql.raw(String(limits.auditEvents));

/**
 * `FROM … WHERE …`: the events of new orders that name the code of the row outside. The index on the code has no
 * affinity, so the plus takes that of the column away: SQLite would not use the index otherwise.
 */
const created = sql`FROM ${orderEvents} AS created
  WHERE ${discountCodeOf(sql`created.data`)} IS NOT NULL AND ${discountCodeOf(sql`created.data`)} = +${discounts.code}`;

const isCancelled = sql`EXISTS (SELECT 1 FROM ${orderEvents} AS ended
  WHERE ended.order_id = created.order_id AND ended.type = 'order.cancelled')`;

const buyer = buyerOf(sql`created.data`, sql`created.actor_id`);

/** Some of those events, as JSON. */
const events = (narrow: SQL) => sql`(SELECT json_group_array(json_object(
    'id', said.id, 'orderId', said.order_id, 'seq', said.seq, 'type', said.type, 'at', said.at))
  FROM (SELECT created.* ${created} ${narrow} LIMIT ${some}) AS said)`;

/** The customers whose count differs: by their events, and those of whom only the count tells. */
const differing = sql`
  SELECT * FROM (
    SELECT ${buyer} AS user_id, count(*) - total(${isCancelled}) AS expected,
      coalesce((SELECT uses FROM ${discountUses} AS used WHERE used.code = ${discounts.code} AND used.user_id = ${buyer}), 0) AS found
    ${created} GROUP BY ${buyer}
  ) WHERE expected <> found
  UNION ALL
  SELECT used.user_id, 0, used.uses FROM ${discountUses} AS used WHERE used.code = ${discounts.code} AND used.uses <> 0
    AND NOT EXISTS (SELECT 1 ${created} AND ${buyer} = used.user_id)
  LIMIT ${some}`;

interface Place {
  readonly after: string;
}

/**
 * Selects the discount codes of one piece of an audit, and one more that says that there are others. The uses of a code
 * are counted here: they may be those of any number of orders.
 */
export const selectAuditedCodes = statementOf<AuditedCode, Place>(
  ({ after }: Given<Place>) => sql`
    SELECT code, (SELECT count(*) ${created} AND NOT ${isCancelled}), uses, ${events(sql``)},
      (SELECT json_group_array(json_object('userId', differing.user_id, 'expected', CAST(differing.expected AS INTEGER),
        'found', differing.found, 'events', json(${events(sql`AND ${buyer} = differing.user_id`)})))
        FROM (${differing}) AS differing)
    FROM ${discounts} WHERE code > ${after} ORDER BY code LIMIT ${sql.raw(String(limits.auditCodes + 1))}`,
  ([code, expected, found, said, customers]) =>
    ({
      code,
      expected,
      found,
      events: JSON.parse(String(said)),
      customers: JSON.parse(String(customers)),
    }) as AuditedCode,
);
