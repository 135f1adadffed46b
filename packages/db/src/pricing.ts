import {
  type Currency,
  type DiscountProblem,
  type OrderItem,
  type OrderLine,
  type Quote,
  type Refusal,
  limits,
} from "@till/contracts";
import { refuse } from "@till/domain";
import { type SQL, sql } from "drizzle-orm";
import type { Database } from "./database.ts";
import { discountUses, discounts, products } from "./schema/schema.ts";

/** What is to be priced: the lines, a discount code, for whom and when. */
export interface Basket {
  readonly lines: readonly OrderLine[];
  readonly discountCode: string | undefined;
  /** Null for a visitor, of whom nobody knows what they used before. */
  readonly customerId: string | null;
  readonly now: string;
}

/**
 * The price of a basket, the one calculation behind quotes and orders: a row a line, as a subquery named `priced`.
 * Amounts are whole minor units. A percentage is rounded half up; a discount is never more than its cap or the
 * subtotal, and is divided over the lines by largest remainder (Hamilton's method), so that the parts add up to it.
 */
export const pricedBasket = ({ lines, discountCode, customerId, now }: Basket): SQL => sql`(
  WITH line AS (
    SELECT element.key AS position, element.value ->> 'productId' AS product_id, element.value ->> 'quantity' AS quantity,
      product.id AS known_id, product.sku, product.name, product.unit_price, product.currency, product.stock,
      (element.value ->> 'quantity') * product.unit_price AS amount
    FROM json_each(${JSON.stringify(lines)}) AS element
    LEFT JOIN ${products} AS product ON product.id = element.value ->> 'productId'
  ), basket AS (
    SELECT sum(amount) AS subtotal, min(currency) AS currency FROM line
  ), discount AS (
    SELECT code.*, basket.subtotal,
      CASE
        WHEN ${discountCode ?? null} IS NULL THEN NULL
        WHEN code.code IS NULL THEN ${problem("UNKNOWN")}
        WHEN code.starts_at > ${now} THEN ${problem("NOT_STARTED")}
        WHEN code.ends_at <= ${now} THEN ${problem("ENDED")}
        WHEN code.uses >= code.max_uses THEN ${problem("USED_UP")}
        WHEN used.uses >= code.max_uses_per_customer THEN ${problem("USED_UP_BY_CUSTOMER")}
        WHEN code.currency <> basket.currency THEN ${problem("OTHER_CURRENCY")}
        WHEN basket.subtotal < code.min_subtotal THEN ${problem("MINIMUM_NOT_MET")}
      END AS problem,
      min(
        CASE code.kind WHEN 'PERCENT' THEN (basket.subtotal * code.value + 50) / 100 ELSE code.value END,
        coalesce(code.max_discount, basket.subtotal),
        basket.subtotal
      ) AS full_amount
    FROM basket
    LEFT JOIN ${discounts} AS code ON code.code = ${discountCode ?? null}
    LEFT JOIN ${discountUses} AS used ON used.code = code.code AND used.user_id = ${customerId}
  ), applied AS (
    SELECT discount.*,
      iif(problem IS NULL AND subtotal <= ${limits.orderAmount}, coalesce(full_amount, 0), 0) AS discount_amount
    FROM discount
  ), shared AS (
    SELECT line.*, applied.subtotal, applied.discount_amount, applied.problem,
      applied.min_subtotal, applied.starts_at, applied.ends_at,
      coalesce(line.amount * applied.discount_amount / nullif(applied.subtotal, 0), 0) AS share,
      coalesce(line.amount * applied.discount_amount % nullif(applied.subtotal, 0), 0) AS remainder
    FROM line, applied
  )
  SELECT shared.*, share + (
      row_number() OVER (ORDER BY remainder DESC, position) <= discount_amount - sum(share) OVER ()
    ) AS line_discount
  FROM shared
) AS priced`;

const problem = (name: DiscountProblem) => sql.raw(`'${name}'`);

/** One row if a basket can be sold as it stands, none if anything is wrong with it. `problemsOf` says what. */
export const sellable = (basket: Basket): SQL => sql`FROM (
    SELECT count(priced.known_id) = count(*)
      AND min(coalesce(priced.stock >= priced.quantity, TRUE))
      AND count(DISTINCT priced.currency) = 1
      AND min(priced.subtotal) <= ${limits.orderAmount}
      AND count(priced.problem) = 0 AS sellable
    FROM ${pricedBasket(basket)}
  ) AS verdict WHERE verdict.sellable`;

/** The lines of a basket with their prices, in the order of the basket. */
export const selectPriced = (db: Database, basket: Basket) =>
  db
    .select({
      productId: sql<number>`priced.product_id`,
      quantity: sql<number>`priced.quantity`,
      known: sql<number | null>`priced.known_id`,
      sku: sql<string>`priced.sku`,
      name: sql<string>`priced.name`,
      unitPrice: sql<number>`priced.unit_price`,
      currency: sql<Currency | null>`priced.currency`,
      stock: sql<number | null>`priced.stock`,
      discountAmount: sql<number>`priced.line_discount`,
      subtotal: sql<number | null>`priced.subtotal`,
      orderDiscount: sql<number>`priced.discount_amount`,
      problem: sql<DiscountProblem | null>`priced.problem`,
      minimumAmount: sql<number | null>`priced.min_subtotal`,
      startsAt: sql<string | null>`priced.starts_at`,
      endsAt: sql<string | null>`priced.ends_at`,
    })
    .from(pricedBasket(basket))
    .orderBy(sql`priced.position`);

export type PricedLine = Awaited<ReturnType<typeof selectPriced>>[number];

/** The quote that priced lines make. */
export function toQuote(lines: readonly PricedLine[], discountCode: string | undefined): Quote {
  const known = lines.filter((line) => line.known !== null);
  const [first] = lines;
  const subtotalAmount = first?.subtotal ?? 0;
  const discountAmount = first?.orderDiscount ?? 0;
  return {
    currency: known[0]?.currency ?? null,
    items: known.map(toItem),
    subtotalAmount,
    discountAmount,
    discountCode: discountCode ?? null,
    totalAmount: subtotalAmount - discountAmount,
    problems: problemsOf(lines, discountCode),
  };
}

const toItem = ({ productId, sku, name, quantity, unitPrice, discountAmount }: PricedLine): OrderItem => ({
  productId,
  sku,
  name,
  quantity,
  unitPrice,
  discountAmount,
  totalAmount: quantity * unitPrice - discountAmount,
});

/** Everything that keeps a basket from being sold, each as the refusal that says so, the weightiest first. */
export function problemsOf(lines: readonly PricedLine[], discountCode: string | undefined): Refusal[] {
  const problems: Refusal[] = [];
  const unknown = lines.filter(({ known }) => known === null);
  if (unknown.length > 0) problems.push(refuse.productsNotFound(unknown.map(({ productId }) => productId)));

  const currencies = [...new Set(lines.flatMap(({ currency }) => currency ?? []))];
  if (currencies.length > 1) problems.push(refuse.currencyMixed(currencies));

  const [first] = lines;
  const [currency] = currencies;
  if (!first) return problems;
  if (currency !== undefined && first.subtotal !== null && first.subtotal > limits.orderAmount)
    problems.push(refuse.orderTooLarge(first.subtotal, currency));

  const short = lines.flatMap(({ productId, name, stock, quantity }) =>
    stock !== null && stock < quantity ? [{ productId, name, requested: quantity, left: stock }] : [],
  );
  if (short.length > 0) problems.push(refuse.outOfStock(short));

  if (first.problem !== null && discountCode !== undefined) {
    const { problem: discountProblem, minimumAmount, startsAt, endsAt } = first;
    problems.push(
      refuse.discountInvalid({ discountCode, problem: discountProblem, minimumAmount, startsAt, endsAt }, currency),
    );
  }
  return problems;
}
