import { type Page, encodeCursor } from "@till/contracts";

/** Makes a page of `limit` items from rows of which one more than that was asked for. */
export function toPage<Item extends { id: number }>(rows: Item[], limit: number): Page<Item> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: last && rows.length > limit ? encodeCursor(last.id) : null };
}
