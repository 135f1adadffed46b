import { type Currency, type DiscountProblem, limits } from "@till/contracts";
import { type SQL, sql } from "drizzle-orm";
import { discountUses, discounts, orders, products } from "../schema/schema.ts";
import { type Given, rawStatement } from "../statements/statement.ts";

/** The basket to price: the lines as JSON, a discount code, the customer and the time. */
export interface BasketValues {
  /** `[{"productId": 1, "quantity": 2}]` */
  readonly lines: string;
  readonly discountCode: string | null;
  /** Null for a visitor, whose earlier uses of a code are unknown. */
  readonly customerId: string | null;
  readonly now: string;
}

type GivenBasket = Given<BasketValues>;

const maxAmount = sql.raw(String(limits.orderAmount));

/** The lines of a basket with their products: one row for each line, even if the product does not exist or is archived. */
const linesOf = ({ lines }: GivenBasket, more = sql``): SQL => sql`
  SELECT wanted.key AS position, wanted.value ->> 'productId' AS product_id, wanted.value ->> 'quantity' AS quantity,
    product.id AS known_id, product.sku, product.name, product.unit_price, product.currency, product.stock,
    (wanted.value ->> 'quantity') * product.unit_price AS amount${more}
  FROM json_each(${lines}) AS wanted LEFT JOIN ${products} AS product
    ON product.id = wanted.value ->> 'productId' AND product.archived_at IS NULL`;

/** The discount of a code on a basket, or the problem that prevents it: one row. */
const discountOf = ({ discountCode, customerId, now }: GivenBasket): SQL => sql`
  SELECT basket.subtotal, code.min_subtotal, code.starts_at, code.ends_at,
    CASE
      WHEN code.code IS NULL THEN 'UNKNOWN'
      WHEN code.disabled_at IS NOT NULL THEN 'DISABLED'
      WHEN code.starts_at > ${now} THEN 'NOT_STARTED'
      WHEN code.ends_at <= ${now} THEN 'ENDED'
      WHEN code.uses >= code.max_uses THEN 'USED_UP'
      WHEN used.uses >= code.max_uses_per_customer THEN 'USED_UP_BY_CUSTOMER'
      WHEN code.currency <> basket.currency THEN 'OTHER_CURRENCY'
      WHEN basket.subtotal < code.min_subtotal THEN 'MINIMUM_NOT_MET'
    END AS problem,
    min(
      CASE code.kind WHEN 'PERCENT' THEN (basket.subtotal * code.value + 50) / 100 ELSE code.value END,
      coalesce(code.max_discount, basket.subtotal),
      basket.subtotal
    ) AS full_amount
  FROM (SELECT sum(amount) AS subtotal, min(currency) AS currency FROM line) AS basket
  LEFT JOIN ${discounts} AS code ON code.code = ${discountCode}
  LEFT JOIN ${discountUses} AS used ON used.code = code.code AND used.user_id = ${customerId}`;

/**
 * The price of a basket: the one calculation for quotes and orders. It is a subquery named `priced` with one row for
 * each line. Amounts are whole minor units. A percentage is rounded half up. A discount is at most its cap and the
 * subtotal. It is divided over the lines by largest remainder (Hamilton's method), so that the parts add up to it.
 */
const discounted = (given: GivenBasket): SQL => sql`(
  WITH line AS (${linesOf(given)}), discount AS (${discountOf(given)}),
  shared AS (
    SELECT line.*, problem, min_subtotal, starts_at, ends_at, takes_off,
      coalesce(amount * takes_off / nullif(subtotal, 0), 0) AS share,
      coalesce(amount * takes_off % nullif(subtotal, 0), 0) AS remainder
    FROM line, (SELECT *, iif(problem IS NULL AND subtotal <= ${maxAmount}, coalesce(full_amount, 0), 0) AS takes_off FROM discount)
  )
  SELECT *, share + (
      row_number() OVER (ORDER BY remainder DESC, position) <= takes_off - sum(share) OVER ()
    ) AS discount
  FROM shared
) AS priced`;

/** The same calculation without a discount code. */
const plain = (given: GivenBasket): SQL => {
  const nothingOff = sql`, 0 AS discount, NULL AS problem, NULL AS min_subtotal, NULL AS starts_at, NULL AS ends_at`;
  return sql`(${linesOf(given, nothingOff)}) AS priced`;
};

/** The calculations with and without a discount code. */
export const pricings = { discounted, plain };

/** The pieces of counted stock in the basket. Unlimited stock (null) does not count. */
const reserved = sql`sum(iif(stock IS NULL, 0, quantity))`;

/** Something of a customer's unpaid orders, read from the index `orders_open` alone. */
const ofOpenOrders = (what: SQL, customerId: GivenBasket["customerId"]) =>
  sql`(SELECT ${what} FROM ${orders} WHERE user_id = ${customerId} AND status = 'PENDING')`;

/** The pieces of stock that unpaid orders hold. */
const heldPieces = sql`coalesce(sum(reserved_pieces), 0)`;

/** What one customer may hold in unpaid orders. */
export interface ReservationValues {
  readonly maxOpenOrders: number;
  readonly maxReservedPieces: number;
}

/**
 * Holds of `priced` if its customer may hold this order beside the unpaid ones that they have. A basket of unlimited stock
 * takes nothing from anybody, so only the number of orders counts.
 */
export const isWithinReservations = ({
  customerId,
  maxOpenOrders,
  maxReservedPieces,
}: GivenBasket & Given<ReservationValues>) => {
  // The pieces that they may still take. -1 if they may place no order at all.
  const left = sql`iif(count(*) < ${maxOpenOrders}, max(0, ${maxReservedPieces} - ${heldPieces}), -1)`;
  return sql`${reserved} <= ${ofOpenOrders(left, customerId)}`;
};

/** What the event of an order keeps besides its lines. */
export interface TermsValues {
  readonly discountCode: string | null;
  readonly paymentMethod: string;
  readonly expiresAt: string | null;
}

/**
 * The basket as the event of an order keeps it, as JSON (`CreatedData`). Each row of `priced` is one line. `more` are
 * further pairs of the JSON object.
 */
export const pricedBasket = ({ discountCode, paymentMethod, expiresAt }: Given<TermsValues>, more = sql``) =>
  sql`json_object('currency', min(currency), 'subtotal', sum(amount), 'discount', sum(discount), 'reserved', ${reserved},
  'discountCode', ${discountCode}, 'paymentMethod', ${paymentMethod}, 'expiresAt', ${expiresAt}, ${more}'lines', json_group_array(json_object('position', position, 'productId', known_id, 'sku', sku, 'name', name,
    'quantity', quantity, 'unitPrice', unit_price, 'discount', discount)))`;

/** What the basket comes to, in minor units. */
export const pricedTotal = sql`(sum(amount) - sum(discount))`;

/** Holds of `priced` if the basket can be sold as it stands. `problemsOf` (explain-basket.ts) says why it can't. */
export const isSellable = sql`count(known_id) = count(*) AND min(coalesce(stock >= quantity, TRUE))
  AND count(DISTINCT currency) = 1 AND sum(amount) <= ${maxAmount} AND count(problem) = 0`;

/** A line with its price: a row of `selectPriced`. */
export interface PricedLine {
  readonly productId: number;
  readonly quantity: number;
  readonly known: number | null;
  readonly sku: string;
  readonly name: string;
  readonly unitPrice: number;
  readonly currency: Currency | null;
  readonly stock: number | null;
  readonly discountAmount: number;
  readonly problem: DiscountProblem | null;
  readonly minimumAmount: number | null;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  /** `[orders, pieces]` as JSON: what the customer's unpaid orders hold, the same in each line. */
  readonly held: string;
}

/** Selects the lines of a basket with their prices, in basket order, and what the customer holds already. */
const selectPriced = (priced: SQL, where: SQL, customerId: GivenBasket["customerId"]) =>
  sql`SELECT product_id AS "productId", quantity, known_id AS known, sku, name, unit_price AS "unitPrice", currency, stock,
    discount AS "discountAmount", problem, min_subtotal AS "minimumAmount", starts_at AS "startsAt", ends_at AS "endsAt",
    ${ofOpenOrders(sql`json_array(count(*), ${heldPieces})`, customerId)} AS held
    FROM ${priced} ${where} ORDER BY position`;

/** Prices a basket, only if `where` holds. */
export const priceStatement = <Values extends BasketValues = BasketValues>(
  pricing: keyof typeof pricings,
  where: (given: Given<Values>) => SQL = () => sql``,
) =>
  rawStatement<PricedLine, Values>((given) => selectPriced(pricings[pricing](given), where(given), given.customerId));
