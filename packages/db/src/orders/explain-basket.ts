import { type Currency, type ExtraInput, type OrderItem, type Quote, type Refusal, limits } from "@till/contracts";
import { refuse } from "@till/domain";
import type { ReservationRules } from "../commands/command.ts";
import { sumExtras, toExtras } from "./extras.ts";
import type { PricedLine } from "./pricing.ts";

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);

const subtotalOf = (lines: readonly PricedLine[]) => sum(lines.map(({ quantity, unitPrice }) => quantity * unitPrice));

/** What was asked for besides the lines of the basket. */
interface Asked {
  readonly discountCode?: string | undefined;
  readonly extras?: readonly ExtraInput[] | undefined;
}

/** Builds the quote from priced lines. */
export function toQuote(lines: readonly PricedLine[], asked: Asked, reservations: ReservationRules): Quote {
  const { discountCode = null, extras = [] } = asked;
  const known = lines.filter((line) => line.known !== null);
  const subtotalAmount = subtotalOf(known);
  const discountAmount = sum(known.map((line) => line.discountAmount));
  const { added, included } = sumExtras(extras);
  const totalAmount = subtotalAmount - discountAmount + added;
  return {
    currency: known[0]?.currency ?? null,
    items: known.map(toItem),
    subtotalAmount,
    discountAmount,
    discountCode,
    extras: toExtras(extras),
    extraAmount: added,
    totalAmount,
    problems: problemsOf(lines, { discountCode, subtotalAmount, totalAmount, includedAmount: included }, reservations),
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

/** All the reasons why a basket can't be sold, as refusals, most important first. */
function problemsOf(
  lines: readonly PricedLine[],
  { discountCode, ...amounts }: Amounts & { discountCode: string | null },
  reservations: ReservationRules,
): Refusal[] {
  const problems: Refusal[] = [];
  const unknown = lines.filter(({ known }) => known === null);
  if (unknown.length > 0) problems.push(refuse.productsNotFound(unknown.map(({ productId }) => productId)));

  const currencies = [...new Set(lines.flatMap(({ currency }) => currency ?? []))];
  if (currencies.length > 1) problems.push(refuse.currencyMixed(currencies));

  const [first] = lines;
  const [currency] = currencies;
  if (!first) return problems;
  if (currency !== undefined) problems.push(...amountProblems(amounts, currency));

  const short = lines.flatMap(({ productId, name, stock, quantity }) =>
    stock !== null && stock < quantity ? [{ productId, name, requested: quantity, left: stock }] : [],
  );
  if (short.length > 0) problems.push(refuse.outOfStock(short));
  problems.push(...reservationProblems(lines, first, reservations));

  if (first.problem !== null && discountCode !== null) {
    const { problem: discountProblem, minimumAmount, startsAt, endsAt } = first;
    problems.push(
      refuse.discountInvalid({ discountCode, problem: discountProblem, minimumAmount, startsAt, endsAt }, currency),
    );
  }
  return problems;
}

/** What a basket comes to, in minor units. */
interface Amounts {
  readonly subtotalAmount: number;
  readonly totalAmount: number;
  /** What the extra lines say is part of the total. */
  readonly includedAmount: number;
}

/** No discount applies to a subtotal beyond the limit, so then the total is beyond it too. */
function amountProblems({ includedAmount, ...amounts }: Amounts, currency: Currency): Refusal[] {
  const { totalAmount } = amounts;
  if (totalAmount > limits.orderAmount) return [refuse.orderTooLarge(amounts, currency)];
  return includedAmount > totalAmount ? [refuse.tooMuchIncluded(includedAmount, totalAmount, currency)] : [];
}

/** The limit that the customer would pass with this basket, said again in the words of `isWithinReservations`. */
function reservationProblems(
  lines: readonly PricedLine[],
  { held }: PricedLine,
  { maxOpenOrders, maxReservedPieces }: ReservationRules,
): Refusal[] {
  const [openOrders, reservedPieces] = JSON.parse(held) as [orders: number, pieces: number];
  const pieces = sum(lines.map(({ stock, quantity }) => (stock === null ? 0 : quantity)));
  const refusal = refuse.reservationLimitReached;
  if (openOrders >= maxOpenOrders)
    return [refusal({ problem: "OPEN_ORDERS", limit: maxOpenOrders, held: openOrders, requested: 1 })];
  return pieces > Math.max(0, maxReservedPieces - reservedPieces)
    ? [refusal({ problem: "RESERVED_PIECES", limit: maxReservedPieces, held: reservedPieces, requested: pieces })]
    : [];
}
