import { type Page, decodeCursor, encodeCursor } from "@till/contracts";

/** A page that has nothing, and none after it. */
export const emptyPage: Page<never> = { items: [], nextCursor: null };

/** Where a page of rows with falling ids begins, and how many rows to ask for: one more than it shows. */
export const pageBefore = ({ cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number }) => ({
  before: decodeCursor(cursor) ?? Number.MAX_SAFE_INTEGER,
  atMost: limit + 1,
});

/** Makes a page of `limit` items from rows of which one more than that was asked for. */
export function toPage<Item extends { id: number }>(rows: readonly Item[], limit: number): Page<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: last && rows.length > limit ? encodeCursor(last.id) : null };
}
