import { type Page, decodeCursor, encodeCursor } from "@till/contracts";

/** An empty page with no page after it. */
export const emptyPage: Page<never> = { items: [], nextCursor: null };

/** Where a page of rows with falling ids begins, and how many rows to read: one more than the page shows. */
export const pageBefore = ({ cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number }) => ({
  before: decodeCursor(cursor) ?? Number.MAX_SAFE_INTEGER,
  atMost: limit + 1,
});

/** Builds a page of `limit` items from up to `limit` + 1 rows. */
export function toPage<Item extends { id: number }>(rows: readonly Item[], limit: number): Page<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: last && rows.length > limit ? encodeCursor(last.id) : null };
}
