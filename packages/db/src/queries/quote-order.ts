import type { Quote, QuoteOrderInput } from "@till/contracts";
import type { Database } from "../database.ts";
import { selectPriced, toQuote } from "../pricing.ts";

/** What an order would come to for this customer now, with everything that would be refused. Writes nothing. */
export async function quoteOrder(
  db: Database,
  { items, discountCode }: QuoteOrderInput,
  customerId: string | null,
  now: string,
): Promise<Quote> {
  return toQuote(await selectPriced(db, { lines: items, discountCode, customerId, now }), discountCode);
}
