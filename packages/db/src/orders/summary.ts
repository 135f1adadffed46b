import type {
  Currency,
  DaySummary,
  DeclineCode,
  EventType,
  OrdersSummary,
  SummarizeOrdersInput,
} from "@till/contracts";
import { type Day, lastDays } from "@till/domain";
import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { orderSums } from "../schema/schema.ts";
import { rawStatement } from "../statements/statement.ts";

/** The count and the amounts of one day's events of the same kind. */
interface Group {
  readonly day: number;
  readonly type: EventType;
  readonly currency: Currency;
  readonly declineCode: DeclineCode | "";
  readonly count: number;
  readonly amount: number;
}

const sumUp = rawStatement<Group, { calendar: string }>(
  (given) => sql`
    SELECT day.key AS day, ${orderSums.type} AS type, ${orderSums.currency} AS currency,
      ${orderSums.declineCode} AS "declineCode", sum(${orderSums.count}) AS count, sum(${orderSums.amount}) AS amount
    FROM json_each(${given.calendar}) AS day
    CROSS JOIN ${orderSums} ON ${orderSums.quarter} >= day.value ->> 'from' AND ${orderSums.quarter} < day.value ->> 'until'
    GROUP BY 1, 2, 3, 4`,
);

/** Sums up what happened to orders by day, from the running sums of those days. One HTTP request. */
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

/** Why attempts ended that no bank declined: somebody gave them up. */
const givenUp: readonly string[] = ["cancelled", "attempt_replaced"] satisfies DeclineCode[];

/** The same decline reason in two currencies counts as one reason. */
function declinesOf(failed: readonly Group[]): DaySummary["declines"] {
  const attempts = new Map<DeclineCode, number>();
  for (const { declineCode, count } of failed)
    if (declineCode !== "" && !givenUp.includes(declineCode))
      attempts.set(declineCode, (attempts.get(declineCode) ?? 0) + count);
  return [...attempts]
    .map(([declineCode, count]) => ({ declineCode, attempts: count }))
    .toSorted((a, b) => b.attempts - a.attempts);
}

const countOf = (groups: readonly Group[]) => sum(groups.map(({ count }) => count));

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
