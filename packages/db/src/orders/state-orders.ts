import type {
  Currency,
  PaymentMethod,
  StateOrdersInput,
  StatedAmounts,
  StatedFigures,
  Statement,
} from "@till/contracts";
import { daysOfMonth } from "@till/domain";
import { sql } from "drizzle-orm";
import type { Database } from "../database/database.ts";
import { statementSums as sums } from "../schema/schema.ts";
import { rawStatement } from "../statements/statement.ts";

/** What was paid and refunded on one day, in one currency and by one payment method. */
interface Group {
  readonly day: number;
  readonly currency: Currency;
  readonly paymentMethod: PaymentMethod;
  readonly orders: number;
  readonly subtotal: number;
  readonly discount: number;
  readonly total: number;
  readonly first: number | null;
  readonly last: number | null;
  readonly refunds: number;
  readonly refunded: number;
}

const addUp = rawStatement<Group, { calendar: string }>(
  (given) => sql`
    SELECT day.key AS day, ${sums.currency} AS currency, ${sums.paymentMethod} AS "paymentMethod",
      sum(${sums.orders}) AS orders, sum(${sums.subtotalAmount}) AS subtotal, sum(${sums.discountAmount}) AS discount,
      sum(${sums.totalAmount}) AS total, min(${sums.firstInvoice}) AS first, max(${sums.lastInvoice}) AS last,
      sum(${sums.refunds}) AS refunds, sum(${sums.refundedAmount}) AS refunded
    FROM json_each(${given.calendar}) AS day
    CROSS JOIN ${sums} ON ${sums.quarter} >= day.value ->> 'from' AND ${sums.quarter} < day.value ->> 'until'
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
);

/** What was paid and refunded in a month, from the running sums of its days. One HTTP request. */
export async function stateOrders(db: Database, { month, timezone }: StateOrdersInput): Promise<Statement> {
  const calendar = daysOfMonth(month, timezone);
  const groups = await db.run(addUp({ calendar: JSON.stringify(calendar) }));
  return {
    month,
    timezone,
    total: byCurrency(groups),
    days: calendar.map((day, index) => ({
      ...day,
      amounts: byCurrency(groups.filter((group) => group.day === index)),
    })),
  };
}

function byCurrency(groups: readonly Group[]): StatedAmounts[] {
  return distinct(groups.map(({ currency }) => currency)).map((currency) => {
    const ofCurrency = groups.filter((group) => group.currency === currency);
    return {
      currency,
      ...figuresOf(ofCurrency),
      methods: distinct(ofCurrency.map(({ paymentMethod }) => paymentMethod)).map((paymentMethod) => ({
        paymentMethod,
        ...figuresOf(ofCurrency.filter((group) => group.paymentMethod === paymentMethod)),
      })),
    };
  });
}

const distinct = <Value extends string>(values: readonly Value[]) => [...new Set(values)].toSorted();

function figuresOf(groups: readonly Group[]): StatedFigures {
  const sum = (of: (group: Group) => number) => groups.reduce((total, group) => total + of(group), 0);
  const invoices = groups.flatMap(({ first, last }) => [first, last]).filter((number) => number !== null);
  const [gross, discount, paid] = [
    sum(({ subtotal }) => subtotal),
    sum((one) => one.discount),
    sum(({ total }) => total),
  ];
  const refunded = sum((group) => group.refunded);
  return {
    orders: sum(({ orders }) => orders),
    grossAmount: gross,
    discountAmount: discount,
    extraAmount: paid - (gross - discount),
    paidAmount: paid,
    refunds: sum(({ refunds }) => refunds),
    refundedAmount: refunded,
    netAmount: paid - refunded,
    firstInvoiceNumber: invoices.length === 0 ? null : Math.min(...invoices),
    lastInvoiceNumber: invoices.length === 0 ? null : Math.max(...invoices),
  };
}
