import type {
  Currency,
  DaySummary,
  DeclineCode,
  EventType,
  OrdersSummary,
  SummarizeOrdersInput,
} from "@till/contracts";
import { type Day, lastDays } from "@till/domain";
import { eq, sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { orderEvents, orders, payments } from "../schema/schema.ts";
import { rawStatement } from "../statements/statement.ts";

/** The count and the amounts of one day's events of the same kind. */
interface Group {
  readonly day: number;
  readonly type: EventType;
  readonly currency: Currency;
  readonly declineCode: DeclineCode | null;
  readonly count: number;
  readonly amount: number;
}

const sumUp = rawStatement<Group, { calendar: string }>(
  (given) => sql`
    SELECT day.key AS day, ${orderEvents.type} AS type, ${orders.currency} AS currency,
      ${payments.declineCode} AS "declineCode", count(*) AS count,
      sum(iif(${orderEvents.type} = 'order.refunded', ${orderEvents.amount}, ${orders.totalAmount})) AS amount
    FROM json_each(${given.calendar}) AS day
    CROSS JOIN ${orderEvents} ON ${orderEvents.at} >= day.value ->> 'from' AND ${orderEvents.at} < day.value ->> 'until'
    JOIN ${orders} ON ${eq(orders.id, orderEvents.orderId)}
    LEFT JOIN ${payments} ON ${eq(payments.id, orderEvents.paymentId)}
    GROUP BY 1, 2, 3, 4`,
);

/** Sums up the events of orders by day. It reads only the events of those days. One HTTP request. */
export async function summarizeOrders(
  db: Database,
  { days, timezone }: SummarizeOrdersInput,
  now: string,
): Promise<OrdersSummary> {
  const calendar = lastDays(days, now, timezone);
  const groups = await db.run(sumUp({ calendar: JSON.stringify(calendar) }));
  return {
    timezone,
    days: calendar.map((day, index) =>
      daySummary(
        day,
        groups.filter((group) => group.day === index),
      ),
    ),
  };
}

function daySummary(day: Day, groups: readonly Group[]): DaySummary {
  const of = (type: EventType) => groups.filter((group) => group.type === type);
  const [paid, refunded] = [of("order.paid"), of("order.refunded")];
  const currencies = [...new Set([...paid, ...refunded].map(({ currency }) => currency))].toSorted();
  const inCurrency = (group: readonly Group[], currency: Currency) =>
    sum(group.filter((one) => one.currency === currency).map(({ amount }) => amount));
  return {
    ...day,
    placed: countOf(of("order.created")),
    paid: countOf(paid),
    cancelled: countOf(of("order.cancelled")),
    refunded: countOf(refunded),
    amounts: currencies.map((currency) => ({
      currency,
      paid: inCurrency(paid, currency),
      refunded: inCurrency(refunded, currency),
    })),
    declines: declinesOf(of("payment.failed")),
  };
}

/** The same decline reason in two currencies counts as one reason. */
function declinesOf(failed: readonly Group[]): DaySummary["declines"] {
  const attempts = new Map<DeclineCode, number>();
  for (const { declineCode, count } of failed)
    if (declineCode !== null) attempts.set(declineCode, (attempts.get(declineCode) ?? 0) + count);
  return [...attempts]
    .map(([declineCode, count]) => ({ declineCode, attempts: count }))
    .toSorted((a, b) => b.attempts - a.attempts);
}

const countOf = (groups: readonly Group[]) => sum(groups.map(({ count }) => count));

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
