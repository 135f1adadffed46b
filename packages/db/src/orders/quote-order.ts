import type { OrderLine, Quote, QuoteOrderInput } from "@till/contracts";
import type { ReservationRules } from "../commands/command.ts";
import type { Database } from "../database/database.ts";
import { toQuote } from "./explain-basket.ts";
import { type BasketValues, priceStatement } from "./pricing.ts";

const price = { plain: priceStatement("plain"), discounted: priceStatement("discounted") };

/** The basket as the values that its statements bind. */
export const basketValues = (
  { items, discountCode = null }: { items: readonly OrderLine[]; discountCode?: string | null | undefined },
  customerId: string | null,
  now: string,
): BasketValues => ({ lines: JSON.stringify(items), discountCode, customerId, now });

/** What a quote needs besides its input. */
export interface QuoteContext {
  /** Null for a caller who is not signed in. */
  readonly customerId: string | null;
  readonly now: string;
  readonly reservations: ReservationRules;
}

/** The total of an order for this customer now, with every problem that would refuse it. Writes nothing. */
export async function quoteOrder(
  db: Database,
  input: QuoteOrderInput,
  { customerId, now, reservations }: QuoteContext,
): Promise<Quote> {
  const statement = input.discountCode === undefined ? price.plain : price.discounted;
  const lines = await db.run(statement(basketValues(input, customerId, now)));
  return toQuote(lines, input, reservations);
}
